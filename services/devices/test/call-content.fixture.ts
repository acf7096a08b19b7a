/** What a request carries: JSON, or bytes as they are. */
export interface CallContent {
  readonly json?: unknown;
  readonly bytes?: { readonly type: string; readonly body: Uint8Array };
}

/** The part of a `fetch` that says so. */
export const contentOf = ({ json, bytes }: CallContent): { body?: Buffer; type?: string } => {
  if (bytes !== undefined) return { type: bytes.type, body: Buffer.from(bytes.body) };
  return json === undefined ? {} : { type: 'application/json', body: Buffer.from(JSON.stringify(json)) };
};
