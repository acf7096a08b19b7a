/** The same memory without Node's Buffer methods, of which some (slice, toString) differ from Uint8Array's. */
export const plainBytes = (buffer: Buffer): Uint8Array =>
  new Uint8Array(buffer.buffer, buffer.byteOffset, buffer.byteLength);
