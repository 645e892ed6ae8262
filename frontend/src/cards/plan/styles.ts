import { css } from "lit";

export const planStyles = css`
  .ranges {
    display: inline-flex;
    border-radius: 999px;
    background: var(--soft);
    padding: 3px;
  }
  .ranges button {
    min-height: 32px;
    padding: 0 12px;
    border-radius: 999px;
    font-size: 13px;
  }
  .ranges button[aria-pressed="true"] {
    background: var(--card-background-color, #fff);
    box-shadow: 0 1px 3px rgba(0, 0, 0, 0.16);
    font-weight: 500;
  }
  .values {
    display: flex;
    flex-wrap: wrap;
    gap: 4px 16px;
    font-size: 13px;
    line-height: 1.5;
    min-height: 40px;
    align-content: flex-start;
  }
  .values > span {
    display: inline-flex;
    align-items: center;
    gap: 6px;
    white-space: nowrap;
  }
  .values > .quiet {
    white-space: normal;
  }
  .values b {
    font-weight: 500;
  }
  .mark {
    width: 10px;
    height: 10px;
    border-radius: 3px;
    background: var(--tone);
  }
  .mark.line {
    height: 3px;
    width: 14px;
  }
  .panel {
    display: flex;
    flex-direction: column;
    gap: 0;
  }
  .panel h3 {
    margin: 0 0 -2px;
    font-size: 12px;
    font-weight: 400;
    color: var(--quiet);
  }
  .blocks {
    position: relative;
    margin: 4px 14px 0 0;
    display: grid;
    grid-template-columns: 1fr;
    gap: 4px;
  }
  .row {
    position: relative;
    height: 26px;
    margin-left: 38px;
    border-radius: 6px;
    background: var(--soft);
    overflow: hidden;
  }
  .row-name {
    font-size: 12px;
    color: var(--quiet);
    margin-left: 38px;
    margin-bottom: -3px;
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .block {
    position: absolute;
    top: 3px;
    bottom: 3px;
    border-radius: 5px;
    background: var(--tone);
    color: #08161a;
    font-size: 11px;
    line-height: 20px;
    padding: 0 5px;
    overflow: hidden;
    white-space: nowrap;
    box-sizing: border-box;
    min-width: 3px;
  }
  .block.give {
    background: repeating-linear-gradient(
      -45deg,
      var(--tone) 0 5px,
      color-mix(in srgb, var(--tone) 72%, #fff) 5px 10px
    );
  }
  .line-now {
    position: absolute;
    top: 0;
    bottom: 0;
    width: 0;
    border-left: 1px dashed var(--quiet);
  }
`;
