import { css } from "lit";

export const historyStyles = css`
  .row {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 8px;
  }
  .segments {
    display: inline-flex;
    border-radius: 999px;
    background: var(--soft);
    padding: 3px;
  }
  .segments button {
    min-height: 32px;
    padding: 0 14px;
    border-radius: 999px;
    font-size: 13px;
  }
  .segments button[aria-pressed="true"] {
    background: var(--card-background-color, #fff);
    box-shadow: 0 1px 3px rgba(0, 0, 0, 0.16);
    font-weight: 500;
  }
  .travel {
    display: inline-flex;
    align-items: center;
    gap: 4px;
    margin-left: auto;
  }
  .travel button.step {
    width: 40px;
    height: 40px;
    border-radius: 50%;
  }
  .travel button:disabled {
    opacity: 0.3;
    cursor: default;
  }
  .travel .when {
    min-width: 120px;
    text-align: center;
    font-size: 14px;
    font-weight: 500;
  }
  .kinds {
    display: flex;
    gap: 6px;
    overflow-x: auto;
    scrollbar-width: none;
    padding: 2px;
    margin: 0 -2px;
  }
  .kinds button {
    flex: none;
    min-height: 34px;
    padding: 0 14px;
    border-radius: 999px;
    background: var(--soft);
    font-size: 13px;
  }
  .kinds button[aria-selected="true"] {
    background: color-mix(in srgb, var(--primary-color) 18%, transparent);
    box-shadow: inset 0 0 0 1.5px var(--primary-color);
    font-weight: 500;
  }
  .area {
    position: relative;
    touch-action: pan-y;
  }
  .area.waiting {
    opacity: 0.45;
  }
  .legend {
    display: grid;
    grid-template-columns: repeat(auto-fill, minmax(min(240px, 100%), 1fr));
    gap: 4px 16px;
    margin: 0;
    padding: 0;
    list-style: none;
    font-size: 13px;
  }
  .legend li {
    display: flex;
    align-items: center;
    gap: 8px;
  }
  .legend .mark {
    width: 10px;
    height: 10px;
    border-radius: 3px;
    background: var(--tone);
    flex: none;
  }
  .legend .mark.line {
    height: 3px;
    width: 14px;
    margin: 0 -2px;
  }
  .legend .name {
    flex: 1;
    min-width: 0;
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .legend b {
    font-weight: 500;
  }
  .totals {
    display: grid;
    grid-template-columns: repeat(auto-fit, minmax(104px, 1fr));
    gap: 12px;
    margin: 0;
    padding-top: 12px;
    border-top: 1px solid var(--line);
  }
  .totals dt {
    font-size: 12px;
    color: var(--quiet);
  }
  .totals dd {
    margin: 0;
    font-size: 16px;
    font-weight: 500;
    white-space: nowrap;
  }
`;
