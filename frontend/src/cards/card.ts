// What all cards have in common: which site they show, how often they draw, their text, their editor.

import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from "lit";
import { state } from "lit/decorators.js";
import { chooseSite, loadSites, type Site } from "../data/sites";
import type { CardConfig, ConfigForm, FormField, GridOptions, Hass } from "../home-assistant";
import { type Translate, text, type TextKey, translator } from "../localize";
import { suggestion } from "./suggestion";

/** A card is drawn at most so often (ms), but for what the user does in it. */
const EVERY = 1000;

export interface SiteConfig extends CardConfig {
  site?: string;
  title?: string;
}

export abstract class SiteCard<C extends SiteConfig = SiteConfig> extends LitElement {
  @state() protected config!: C;
  @state() protected site?: Site;
  @state() protected problem?: TextKey;
  /** Set by Home Assistant while the card is only shown in a list of cards to choose from. */
  preview = false;

  private known?: Hass;
  private lastDrawn = 0;
  private pending?: ReturnType<typeof setTimeout>;
  private lookedFor?: string;

  set hass(hass: Hass) {
    const old = this.known;
    this.known = hass;
    if (!old || this.concerns(hass, old)) this.drawSoon();
    const wanted = `${this.config?.site ?? ""}`;
    if (this.config && (this.lookedFor !== wanted || (old && old.connection !== hass.connection))) void this.findSite();
  }

  get hass(): Hass {
    return this.known as Hass;
  }

  protected get t(): Translate {
    return translator(this.known);
  }

  setConfig(config: C): void {
    this.config = config;
    if (this.known) void this.findSite();
  }

  getCardSize(): number {
    return 6;
  }

  getGridOptions(): GridOptions {
    return { columns: 12, min_columns: 6, rows: "auto" };
  }

  override connectedCallback(): void {
    super.connectedCallback();
    if (this.site) this.enter(this.site);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.leave();
    clearTimeout(this.pending);
    this.pending = undefined;
  }

  /** Return the entities that the card shows. */
  protected watched(): (string | undefined)[] {
    return [];
  }

  /** Called when the site is known and the card is on the page. */
  protected enter(_site: Site): void {}

  /** Called when the card leaves the page. */
  protected leave(): void {}

  /** Draw when the last drawing is long enough ago; for what comes by itself. */
  protected drawSoon(): void {
    if (this.pending !== undefined) return;
    const wait = Math.max(0, this.lastDrawn + EVERY - Date.now());
    if (wait === 0) {
      this.requestUpdate();
      return;
    }
    this.pending = setTimeout(() => {
      this.pending = undefined;
      this.requestUpdate();
    }, wait);
  }

  protected override updated(changes: PropertyValues): void {
    super.updated(changes);
    this.lastDrawn = Date.now();
  }

  protected override render(): TemplateResult | typeof nothing {
    if (!this.config || !this.known) return nothing;
    if (this.problem) {
      return html`<ha-card><div class="note"><ha-icon icon="mdi:information-outline"></ha-icon>${this.t(this.problem)}</div></ha-card>`;
    }
    return this.site ? this.draw(this.site) : html`<ha-card aria-busy="true"></ha-card>`;
  }

  protected abstract draw(site: Site): TemplateResult;

  private concerns(hass: Hass, old: Hass): boolean {
    if (hass.entities !== old.entities || hass.devices !== old.devices || hass.locale !== old.locale) return true;
    if (hass.themes !== old.themes || hass.selectedTheme !== old.selectedTheme) return true;
    return this.watched().some((id) => id !== undefined && hass.states[id] !== old.states[id]);
  }

  private async findSite(): Promise<void> {
    const wanted = `${this.config.site ?? ""}`;
    this.lookedFor = wanted;
    try {
      const site = chooseSite(await loadSites(this.hass), wanted || undefined);
      if (this.lookedFor !== wanted) return;
      this.leave();
      this.site = site;
      this.problem = site ? undefined : wanted ? "site_gone" : "no_site";
      if (site && this.isConnected) this.enter(site);
    } catch {
      this.problem = "no_site";
    }
  }
}

/** Return the form of a card's editor. */
export function form(fields: FormField[], labels: Record<string, TextKey>): ConfigForm {
  const t = (key: TextKey) => text(document.documentElement.lang, key);
  return {
    schema: [
      { name: "site", selector: { config_entry: { integration: "overshot" } } },
      { name: "title", selector: { text: {} } },
      ...fields,
    ],
    computeLabel: (field) => {
      const key = { site: "editor_site", title: "editor_title", ...labels }[field.name] as TextKey | undefined;
      return key && t(key);
    },
  };
}

interface CustomCard {
  type: string;
  name: string;
  description: string;
  preview: boolean;
  documentationURL: string;
  getEntitySuggestion: (hass: Hass, entityId: string) => { config: CardConfig } | null;
}

/** Make a card known to browsers and to Home Assistant's list of cards; it is suggested for entities with these keys. */
export function offer(
  type: string,
  element: CustomElementConstructor,
  name: TextKey,
  description: TextKey,
  keys: readonly string[] = [],
): void {
  if (customElements.get(type)) return;
  customElements.define(type, element);
  const list = ((window as unknown as { customCards?: CustomCard[] }).customCards ??= []);
  // Asked when the list is shown: the page knows its language then.
  const language = () => document.documentElement.lang || navigator.language;
  list.push({
    type,
    get name() {
      return `Overshot: ${text(language(), name)}`;
    },
    get description() {
      return text(language(), description);
    },
    preview: true,
    documentationURL: "https://github.com/overshot-hems/overshot/blob/main/docs/dashboard.md",
    getEntitySuggestion: (hass, entityId) => suggestion(hass, entityId, type, keys),
  });
}
