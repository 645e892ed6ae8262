// A chart of uPlot as an element: it follows its size, the theme and a cursor that several charts can share, and it can be
// walked through with the arrow keys.

import { css, html, LitElement, type PropertyValues, type TemplateResult, unsafeCSS } from "lit";
import { property, query } from "lit/decorators.js";
import uPlot from "uplot";
import sheet from "uplot/dist/uPlot.min.css?inline";

export type ChartOptions = Omit<uPlot.Options, "width" | "height">;

/** What a chart draws with: the colours of the theme. */
export interface Palette {
  text: string;
  grid: string;
  background: string;
}

/** Return the colours of the theme as a canvas takes them. */
export function paletteOf(element: Element): Palette {
  const style = getComputedStyle(element);
  const read = (name: string, fallback: string) => style.getPropertyValue(name).trim() || fallback;
  return {
    text: read("--secondary-text-color", "#727272"),
    grid: read("--divider-color", "rgba(127,127,127,0.2)"),
    background: read("--card-background-color", "#fff"),
  };
}

export class OvershotChart extends LitElement {
  static override styles = [
    unsafeCSS(sheet),
    css`
      :host {
        display: block;
        position: relative;
      }
      .u-cursor-x {
        border-right-color: var(--secondary-text-color) !important;
      }
      .plot {
        touch-action: pan-y;
        outline-offset: 2px;
      }
      .plot:focus-visible {
        outline: 2px solid var(--primary-color);
      }
      .uplot {
        font-family: inherit;
      }
    `,
  ];

  /** Returns the options; asked again when the theme or what is drawn changes. */
  @property({ attribute: false }) options?: (element: OvershotChart) => ChartOptions;
  @property({ attribute: false }) data?: uPlot.AlignedData;
  /** Changes when the options must be asked anew. */
  @property({ attribute: false }) look?: unknown;
  @property({ type: Number }) height = 180;
  @property() label = "";
  /** The place of the cursor that all charts of a card share. */
  @property({ attribute: false }) at: number | null = null;

  @query(".plot") private place!: HTMLElement;
  private plot?: uPlot;
  private sizes?: ResizeObserver;
  private quiet = false;

  override connectedCallback(): void {
    super.connectedCallback();
    this.sizes = new ResizeObserver(() => this.fit());
    this.sizes.observe(this);
    if (this.hasUpdated) this.make();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.sizes?.disconnect();
    this.drop();
  }

  protected override render(): TemplateResult {
    return html`<div class="plot" role="img" tabindex="0" aria-label=${this.label} @keydown=${this.walk} @pointerleave=${() =>
      this.tell(null)}></div>`;
  }

  protected override updated(changes: PropertyValues): void {
    if (changes.has("look") || changes.has("height") || !this.plot) this.make();
    else if (changes.has("data") && this.data) this.plot.setData(this.data);
    if (changes.has("at")) this.follow();
  }

  private make(): void {
    this.drop();
    if (!this.options || !this.data || !this.place || this.clientWidth < 40) return;
    const options = this.options(this);
    this.plot = new uPlot(
      {
        ...options,
        width: this.clientWidth,
        height: this.height,
        legend: { show: false },
        cursor: { y: false, points: { show: false }, drag: { x: false, y: false }, ...options.cursor },
        hooks: { ...options.hooks, setCursor: [(plot) => this.tell(plot.cursor.idx ?? null), ...(options.hooks?.setCursor ?? [])] },
      },
      this.data,
      this.place,
    );
    this.follow();
  }

  private drop(): void {
    this.plot?.destroy();
    this.plot = undefined;
  }

  private fit(): void {
    if (!this.plot) this.make();
    else if (this.clientWidth >= 40 && this.plot.width !== this.clientWidth) {
      this.plot.setSize({ width: this.clientWidth, height: this.height });
    }
  }

  /** Put the cursor where that of another chart is. */
  private follow(): void {
    const plot = this.plot;
    if (!plot || plot.cursor.idx === this.at) return;
    const x = this.at === null ? undefined : plot.data[0]?.[this.at];
    this.quiet = true;
    plot.setCursor({ left: x === undefined ? -10 : plot.valToPos(x, "x"), top: 1 });
    this.quiet = false;
  }

  private tell(at: number | null): void {
    if (this.quiet || at === this.at) return;
    this.at = at;
    this.dispatchEvent(new CustomEvent("point", { detail: at }));
  }

  private walk(event: KeyboardEvent): void {
    const count = this.data?.[0]?.length ?? 0;
    const step = { ArrowRight: 1, ArrowLeft: -1, PageUp: -4, PageDown: 4 }[event.key];
    if (event.key === "Escape") this.tell(null);
    if (!step || !count) return;
    event.preventDefault();
    const from = this.at ?? (step > 0 ? -1 : count);
    this.tell(Math.min(count - 1, Math.max(0, from + step)));
    this.follow();
  }
}

if (!customElements.get("overshot-chart")) customElements.define("overshot-chart", OvershotChart);
