// What we use of Home Assistant's frontend, as types.

export interface HassEntity {
  entity_id: string;
  state: string;
  attributes: Record<string, unknown>;
  last_changed: string;
  last_updated: string;
}

export interface EntityEntry {
  entity_id: string;
  name?: string | null;
  device_id?: string | null;
  platform?: string;
  translation_key?: string | null;
  entity_category?: string | null;
  hidden?: boolean;
}

export interface DeviceEntry {
  id: string;
  name: string | null;
  name_by_user?: string | null;
  manufacturer?: string | null;
  model?: string | null;
  via_device_id?: string | null;
}

export interface Locale {
  language: string;
  number_format?: string;
  time_format?: string;
  time_zone?: string;
}

export interface Connection {
  subscribeMessage<T>(
    callback: (message: T) => void,
    message: Record<string, unknown>,
    options?: { resubscribe?: boolean },
  ): Promise<() => Promise<void> | void>;
}

export interface Hass {
  states: Record<string, HassEntity | undefined>;
  entities: Record<string, EntityEntry | undefined>;
  devices: Record<string, DeviceEntry | undefined>;
  locale: Locale;
  language: string;
  config: { time_zone: string; currency: string; state?: string };
  themes?: { darkMode?: boolean; theme?: string };
  selectedTheme?: unknown;
  user?: { is_admin: boolean; name: string };
  connection: Connection;
  localize(key: string, ...placeholders: unknown[]): string;
  formatEntityState(entity: HassEntity, state?: string): string;
  callService(
    domain: string,
    service: string,
    data?: Record<string, unknown>,
    target?: { entity_id?: string | string[]; device_id?: string | string[] },
    notifyOnError?: boolean,
    returnResponse?: boolean,
  ): Promise<{ response?: unknown }>;
  callWS<T>(message: Record<string, unknown>): Promise<T>;
  hassUrl(path?: string): string;
}

export interface GridOptions {
  columns?: number | "full";
  rows?: number | "auto";
  min_columns?: number;
  max_columns?: number;
  min_rows?: number;
  max_rows?: number;
}

export interface CardConfig {
  type: string;
  [key: string]: unknown;
}

/** A field of a form as `ha-form` draws it. */
export interface FormField {
  name: string;
  type?: string;
  required?: boolean;
  selector?: Record<string, unknown>;
  schema?: FormField[];
}

export interface ConfigForm {
  schema: FormField[];
  computeLabel?: (field: FormField) => string | undefined;
  computeHelper?: (field: FormField) => string | undefined;
}

/** Tell Home Assistant's frontend something, as its own elements do. */
export function fire(element: HTMLElement, name: string, detail: unknown = {}): void {
  element.dispatchEvent(new CustomEvent(name, { bubbles: true, composed: true, detail }));
}

/** Open the dialogue with everything Home Assistant knows of an entity. */
export function showEntity(element: HTMLElement, entityId: string | undefined): void {
  if (entityId) fire(element, "hass-more-info", { entityId });
}

/** Return whether a state says something. */
export function speaks(entity: HassEntity | undefined): entity is HassEntity {
  return entity !== undefined && entity.state !== "unavailable" && entity.state !== "unknown";
}
