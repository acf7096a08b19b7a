/** The end of an id: what begins it is a time, and much the same for all that came at once. */
export const shortId = (id: string): string => (id.length <= 12 ? id : `…${id.slice(-8)}`);

/** A long serial number by its beginning and its end: where one differs from the next is mostly there. */
export const shortSerial = (serial: string): string =>
  serial.length <= 18 ? serial : `${serial.slice(0, 9)}…${serial.slice(-6)}`;
