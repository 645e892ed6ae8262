import { css } from "lit";

export const chargePointStyles = css`
  .hero {
    display: flex;
    align-items: flex-end;
    gap: 16px;
    flex-wrap: wrap;
  }
  .now {
    flex: 1;
    min-width: 120px;
  }
  .now .value {
    font-size: 34px;
    font-weight: 400;
    line-height: 1.1;
    letter-spacing: -0.5px;
  }
  .stats {
    display: grid;
    grid-template-columns: repeat(auto-fit, minmax(84px, 1fr));
    gap: 8px 12px;
    margin: 0;
  }
  .stats div {
    display: flex;
    flex-direction: column;
    min-width: 0;
  }
  .stats dt {
    font-size: 12px;
    color: var(--quiet);
  }
  .stats dd {
    margin: 0;
    font-size: 15px;
    font-weight: 500;
    white-space: nowrap;
  }
  .modes {
    display: grid;
    grid-template-columns: repeat(3, 1fr);
    gap: 8px;
  }
  .mode {
    display: flex;
    flex-direction: column;
    align-items: center;
    justify-content: center;
    gap: 4px;
    min-height: 62px;
    padding: 6px 4px;
    border-radius: var(--radius);
    background: var(--soft);
    font-size: 12px;
    line-height: 1.2;
    text-align: center;
    transition: background 0.15s;
  }
  .mode ha-icon {
    --mdc-icon-size: 22px;
    color: var(--quiet);
  }
  .mode[aria-checked="true"] {
    background: color-mix(in srgb, var(--primary-color) 18%, transparent);
    box-shadow: inset 0 0 0 2px var(--primary-color);
    font-weight: 500;
  }
  .mode[aria-checked="true"] ha-icon {
    color: var(--primary-color);
  }
  .goal {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 8px 12px;
    padding: 10px 12px;
    border-radius: var(--radius);
    background: var(--soft);
    font-size: 14px;
  }
  .goal > span:first-child {
    flex: 1 1 100%;
    font-size: 12px;
    color: var(--quiet);
  }
  .stepper {
    display: inline-flex;
    align-items: center;
    gap: 4px;
  }
  .stepper button {
    width: 40px;
    height: 40px;
    border-radius: 50%;
    background: var(--card-background-color, transparent);
    font-size: 20px;
    line-height: 1;
  }
  .stepper output {
    min-width: 72px;
    text-align: center;
    font-weight: 500;
  }
  input[type="time"] {
    font: inherit;
    font-weight: 500;
    color: inherit;
    background: var(--card-background-color, transparent);
    border: 1px solid var(--line);
    border-radius: 8px;
    min-height: 38px;
    padding: 0 8px;
    color-scheme: light dark;
  }
  .days {
    display: flex;
    gap: 4px;
    flex: 1 1 100%;
  }
  .days button {
    flex: 1;
    max-width: 48px;
    min-height: 36px;
    border-radius: 999px;
    font-size: 12px;
    background: var(--card-background-color, transparent);
  }
  .days button[aria-pressed="true"] {
    background: color-mix(in srgb, var(--primary-color) 24%, transparent);
    box-shadow: inset 0 0 0 1.5px var(--primary-color);
    font-weight: 500;
  }
  .actions {
    display: flex;
    gap: 8px;
  }
  .actions .button {
    flex: 1;
  }
  @container (max-width: 300px) {
    .modes {
      grid-template-columns: repeat(2, 1fr);
    }
  }
`;
