// One look for all cards. Colours can be set by a theme, as `overshot-color-solar`.

import { css } from "lit";

export const COLORS = {
  solar: "#f5a71f",
  import: "#e2582f",
  export: "#43a66f",
  battery: "#2aa5b8",
  house: "#7b6cc9",
  car: "#3f7ee8",
  heat_pump: "#d4567f",
  load: "#9a7b5f",
  price: "#6b7a90",
} as const;

export type ColorName = keyof typeof COLORS;

/** Return a colour as CSS. */
export function color(name: ColorName): string {
  return `var(--overshot-color-${name.replace("_", "-")}, ${COLORS[name]})`;
}

/** Return a colour as a canvas takes it. */
export function resolved(element: Element, name: ColorName): string {
  const set = getComputedStyle(element).getPropertyValue(`--overshot-color-${name.replace("_", "-")}`).trim();
  return set || COLORS[name];
}

export const shared = css`
  :host {
    display: block;
    height: 100%;
    color: var(--primary-text-color);
    --gap: 12px;
    --quiet: var(--secondary-text-color);
    --line: var(--divider-color, rgba(127, 127, 127, 0.25));
    --soft: color-mix(in srgb, var(--primary-text-color) 6%, transparent);
    --radius: 12px;
  }
  ha-card {
    height: 100%;
    box-sizing: border-box;
    padding: 16px;
    display: flex;
    flex-direction: column;
    gap: var(--gap);
    overflow: hidden;
    container-type: inline-size;
  }
  header {
    display: flex;
    align-items: center;
    gap: 8px;
    min-height: 28px;
  }
  h2 {
    margin: 0;
    font-size: 16px;
    font-weight: 500;
    line-height: 1.3;
    flex: 1;
    min-width: 0;
    overflow: hidden;
    text-overflow: ellipsis;
  }
  .quiet {
    color: var(--quiet);
  }
  .small {
    font-size: 12px;
    line-height: 1.4;
  }
  .figure {
    font-variant-numeric: tabular-nums;
    font-feature-settings: "tnum";
  }
  .chip {
    display: inline-flex;
    align-items: center;
    gap: 6px;
    border-radius: 999px;
    padding: 3px 10px;
    font-size: 12px;
    line-height: 18px;
    background: var(--soft);
    white-space: nowrap;
  }
  .chip ha-icon {
    --mdc-icon-size: 16px;
  }
  .dot {
    width: 8px;
    height: 8px;
    border-radius: 50%;
    flex: none;
    background: var(--tone, var(--quiet));
  }
  .note {
    display: flex;
    gap: 10px;
    align-items: flex-start;
    border-radius: var(--radius);
    padding: 10px 12px;
    background: var(--soft);
    font-size: 14px;
    line-height: 1.4;
  }
  .note ha-icon {
    --mdc-icon-size: 20px;
    color: var(--tone, var(--quiet));
    flex: none;
  }
  .note.warning {
    --tone: var(--warning-color, #c77700);
    background: color-mix(in srgb, var(--warning-color, #ffa600) 14%, transparent);
  }
  .note.error {
    --tone: var(--error-color, #db4437);
    background: color-mix(in srgb, var(--error-color, #db4437) 12%, transparent);
  }
  button,
  .button {
    font: inherit;
    color: inherit;
    border: 0;
    background: none;
    padding: 0;
    cursor: pointer;
    text-decoration: none;
  }
  .button {
    display: inline-flex;
    align-items: center;
    justify-content: center;
    gap: 8px;
    min-height: 40px;
    padding: 0 16px;
    border-radius: 999px;
    background: var(--soft);
    font-size: 14px;
    font-weight: 500;
  }
  .button.strong {
    background: color-mix(in srgb, var(--primary-color) 24%, transparent);
  }
  .button:disabled {
    opacity: 0.45;
    cursor: default;
  }
  .button ha-icon {
    --mdc-icon-size: 20px;
  }
  button:focus-visible,
  a:focus-visible,
  input:focus-visible,
  select:focus-visible,
  [tabindex]:focus-visible {
    outline: 2px solid var(--primary-color);
    outline-offset: 2px;
  }
  .hidden {
    position: absolute;
    width: 1px;
    height: 1px;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }
  @media (prefers-reduced-motion: reduce) {
    * {
      animation: none !important;
      transition: none !important;
    }
  }
`;
