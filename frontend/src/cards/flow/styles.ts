import { css } from "lit";

export const flowStyles = css`
  .picture {
    position: relative;
    width: 100%;
    max-width: 560px;
    margin: 0 auto;
  }
  svg.flows {
    position: absolute;
    inset: 0;
    width: 100%;
    height: 100%;
  }
  svg.flows path {
    fill: none;
    stroke-linecap: round;
  }
  .wire {
    stroke: var(--line);
    stroke-width: 2;
  }
  .live {
    stroke-width: 2;
    opacity: 0.35;
  }
  .dots {
    stroke-width: 5;
    stroke-dasharray: 0.1 22;
    animation: run var(--pace) linear infinite;
  }
  .dots.back {
    animation-direction: reverse;
  }
  @keyframes run {
    from {
      stroke-dashoffset: 66.3;
    }
    to {
      stroke-dashoffset: 0;
    }
  }
  .node {
    position: absolute;
    transform: translate(-50%, -50%);
    width: clamp(66px, 19cqi, 86px);
    aspect-ratio: 1;
    border-radius: 50%;
    box-sizing: border-box;
    display: flex;
    flex-direction: column;
    align-items: center;
    justify-content: center;
    gap: 1px;
    background: var(--card-background-color, var(--ha-card-background, #fff));
    border: 2px solid color-mix(in srgb, var(--tone) 45%, transparent);
    text-align: center;
    line-height: 1.15;
  }
  .node.on {
    border-color: var(--tone);
  }
  .node ha-icon {
    --mdc-icon-size: 22px;
    color: var(--tone);
  }
  .node .value {
    font-size: 13px;
    font-weight: 500;
    white-space: nowrap;
  }
  .node .under {
    font-size: 11px;
    color: var(--quiet);
    white-space: nowrap;
  }
  .node.house {
    width: clamp(88px, 25cqi, 116px);
    border-color: transparent;
  }
  .node.house .value {
    font-size: 18px;
  }
  .node.house ha-icon {
    --mdc-icon-size: 24px;
  }
  .node.house svg {
    position: absolute;
    inset: -2px;
    width: calc(100% + 4px);
    height: calc(100% + 4px);
    transform: rotate(-90deg);
  }
  .ring {
    fill: none;
    stroke-width: 4.5;
  }
  .name {
    position: absolute;
    transform: translate(-50%, 0);
    font-size: 12px;
    color: var(--quiet);
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  @container (min-width: 440px) {
    .node .value {
      font-size: 15px;
    }
    .node.house .value {
      font-size: 21px;
    }
    .node .under {
      font-size: 12px;
    }
  }
  @media (prefers-reduced-motion: reduce) {
    .dots {
      display: none;
    }
    .live {
      opacity: 1;
      stroke-width: 3;
    }
  }
`;
