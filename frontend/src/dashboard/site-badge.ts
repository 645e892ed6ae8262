// A link to the same view of another site.

import { css, html, LitElement, nothing, type TemplateResult } from "lit";
import { state } from "lit/decorators.js";
import { fire } from "../home-assistant";

interface BadgeConfig {
  name: string;
  path: string;
  here: boolean;
}

export class SiteBadge extends LitElement {
  static override styles = css`
    a {
      display: inline-flex;
      align-items: center;
      min-height: 36px;
      padding: 0 16px;
      border-radius: 999px;
      color: var(--primary-text-color);
      background: var(--card-background-color);
      border: 1px solid var(--divider-color);
      font-size: 14px;
      text-decoration: none;
    }
    a[aria-current] {
      border-color: var(--primary-color);
      color: var(--primary-color);
    }
  `;

  @state() private config?: BadgeConfig;

  setConfig(config: BadgeConfig): void {
    this.config = config;
  }

  protected override render(): TemplateResult {
    const { name = "", path = "", here = false } = this.config ?? {};
    return html`<a href=${path} aria-current=${here ? "page" : nothing} @click=${this.go}>${name}</a>`;
  }

  private go(event: Event): void {
    event.preventDefault();
    const base = location.pathname.split("/").slice(0, 2).join("/");
    history.pushState(null, "", `${base}/${this.config?.path}`);
    fire(this, "location-changed", { replace: false });
  }
}
