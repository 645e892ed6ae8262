// The editor of the dashboard: of which site it is, and which views are left out.

import { html, LitElement, nothing, type TemplateResult } from "lit";
import { property, state } from "lit/decorators.js";
import { fire, type FormField, type Hass } from "../home-assistant";
import { type TextKey, translator } from "../localize";
import type { StrategyConfig } from "./strategy";

const VIEWS = ["now", "charging", "plan", "history", "peaks", "devices"] as const;

export class StrategyEditor extends LitElement {
  @property({ attribute: false }) hass?: Hass;
  @state() private config?: StrategyConfig;

  setConfig(config: StrategyConfig): void {
    this.config = config;
  }

  protected override render(): TemplateResult | typeof nothing {
    if (!this.hass || !this.config) return nothing;
    const t = translator(this.hass);
    const schema: FormField[] = [
      { name: "site", selector: { config_entry: { integration: "overshot" } } },
      {
        name: "hide",
        selector: {
          select: { multiple: true, options: VIEWS.map((view) => ({ value: view, label: t(`view_${view}`) })) },
        },
      },
    ];
    return html`<ha-form
      .hass=${this.hass}
      .data=${this.config}
      .schema=${schema}
      .computeLabel=${(field: FormField) => t(field.name === "site" ? "editor_site" : ("editor_hide" as TextKey))}
      @value-changed=${this.changed}
    ></ha-form>`;
  }

  private changed(event: CustomEvent<{ value: StrategyConfig }>): void {
    event.stopPropagation();
    fire(this, "config-changed", { config: event.detail.value });
  }
}
