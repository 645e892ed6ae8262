import { css } from "lit";

export const peakStyles = css`
  .headline {
    display: flex;
    align-items: baseline;
    gap: 8px;
    flex-wrap: wrap;
  }
  .headline .value {
    font-size: 28px;
    letter-spacing: -0.3px;
  }
  .bar {
    position: relative;
    height: 28px;
    border-radius: 8px;
    background: var(--soft);
  }
  .good {
    --tone: var(--success-color, #43a66f);
  }
  .near {
    --tone: var(--warning-color, #f5a623);
  }
  .over {
    --tone: var(--error-color, #db4437);
  }
  .fill,
  .ahead {
    position: absolute;
    inset: 0 auto 0 0;
    border-radius: 8px;
    background: var(--tone);
    transition: width 0.9s linear;
  }
  .ahead {
    opacity: 0.25;
  }
  .target {
    position: absolute;
    top: -5px;
    bottom: -5px;
    width: 0;
    border-left: 2px solid var(--primary-text-color);
  }
  .under {
    position: relative;
    height: 18px;
    margin-top: 4px;
  }
  .under span {
    position: absolute;
    transform: translateX(-50%);
    font-size: 12px;
    color: var(--quiet);
    white-space: nowrap;
  }
  .under span.right {
    transform: translateX(-100%);
  }
  .facts {
    display: grid;
    grid-template-columns: repeat(auto-fit, minmax(120px, 1fr));
    gap: 12px;
    margin: 0;
  }
  .facts dt {
    font-size: 12px;
    color: var(--quiet);
  }
  .facts dd {
    margin: 0;
    font-size: 18px;
    font-weight: 500;
  }
  .facts dd small {
    display: block;
    font-size: 12px;
    font-weight: 400;
    color: var(--quiet);
  }
  .months {
    position: relative;
    display: grid;
    grid-template-columns: repeat(13, 1fr);
    gap: clamp(3px, 1cqi, 10px);
    height: 150px;
    margin: 0;
    padding: 0;
    list-style: none;
  }
  .months li {
    position: relative;
    display: flex;
    flex-direction: column;
    justify-content: flex-end;
    align-items: center;
    min-width: 0;
    font-size: 11px;
    color: var(--quiet);
  }
  .months .column {
    width: 100%;
    max-width: 44px;
    border-radius: 5px 5px 2px 2px;
    background: color-mix(in srgb, var(--overshot-color-import, #e2582f) 55%, transparent);
    min-height: 2px;
  }
  .months .amount {
    position: relative;
    z-index: 1;
    padding: 0 3px;
    border-radius: 4px;
    background: var(--card-background-color, transparent);
  }
  .months li.now .column {
    background: var(--overshot-color-import, #e2582f);
  }
  .months li.now {
    color: var(--primary-text-color);
    font-weight: 500;
  }
  .months .none {
    background: var(--line);
  }
  .months .label {
    margin-top: 4px;
    height: 14px;
    white-space: nowrap;
  }
  .mean {
    position: absolute;
    left: 0;
    right: 0;
    border-top: 1px dashed var(--quiet);
    pointer-events: none;
    z-index: 0;
  }
`;
