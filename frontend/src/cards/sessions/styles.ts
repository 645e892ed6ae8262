import { css } from "lit";

export const sessionsStyles = css`
  .filters {
    display: flex;
    flex-wrap: wrap;
    gap: 8px;
  }
  select {
    font: inherit;
    font-size: 13px;
    color: inherit;
    background: var(--soft);
    border: 0;
    border-radius: 999px;
    min-height: 36px;
    padding: 0 12px;
    max-width: 100%;
  }
  option {
    color: var(--primary-text-color);
    background: var(--card-background-color);
  }
  .totals {
    display: grid;
    grid-template-columns: repeat(auto-fit, minmax(104px, 1fr));
    gap: 12px;
    margin: 0;
  }
  .totals dt {
    font-size: 12px;
    color: var(--quiet);
  }
  .totals dd {
    margin: 0;
    font-size: 18px;
    font-weight: 500;
    white-space: nowrap;
  }
  .legend {
    display: flex;
    flex-wrap: wrap;
    gap: 4px 16px;
    font-size: 12px;
    color: var(--quiet);
  }
  .legend span {
    display: inline-flex;
    align-items: center;
    gap: 6px;
  }
  .mark {
    width: 10px;
    height: 10px;
    border-radius: 3px;
    background: var(--tone);
  }
  .scroll {
    overflow-x: auto;
    margin: 0 -16px;
    padding: 0 16px;
  }
  table {
    width: 100%;
    border-collapse: collapse;
    font-size: 14px;
  }
  th {
    text-align: left;
    font-size: 12px;
    font-weight: 400;
    color: var(--quiet);
    padding: 0 12px 6px 0;
    white-space: nowrap;
  }
  th button {
    min-height: 28px;
    color: inherit;
  }
  th button[aria-pressed="true"] {
    color: var(--primary-text-color);
    font-weight: 500;
  }
  th.number,
  td.number {
    text-align: right;
  }
  td {
    padding: 9px 12px 9px 0;
    border-top: 1px solid var(--line);
    white-space: nowrap;
  }
  th:last-child,
  td:last-child {
    padding-right: 0;
  }
  td .share {
    display: inline-flex;
    width: 54px;
    height: 8px;
    border-radius: 4px;
    overflow: hidden;
    background: var(--line);
    vertical-align: middle;
    margin-right: 8px;
  }
  td .percent {
    display: inline-block;
    min-width: 44px;
  }
  .share i {
    display: block;
    height: 100%;
    background: var(--tone);
  }
  tr.open td {
    border-top: 0;
    padding-top: 0;
    white-space: normal;
  }
  .details {
    display: grid;
    grid-template-columns: repeat(auto-fill, minmax(120px, 1fr));
    gap: 8px 12px;
    margin: 0;
    padding: 10px 12px;
    border-radius: var(--radius);
    background: var(--soft);
    font-size: 13px;
  }
  .details dt {
    font-size: 12px;
    color: var(--quiet);
  }
  .details dd {
    margin: 0;
  }
  .unfold {
    text-align: left;
    min-height: 28px;
    text-decoration: underline;
    text-decoration-color: var(--line);
    text-underline-offset: 4px;
  }
  .bottom {
    display: flex;
    flex-wrap: wrap;
    gap: 8px;
    align-items: center;
  }
  .bottom .push {
    margin-left: auto;
  }
  @container (max-width: 560px) {
    .wide {
      display: none;
    }
  }
`;
