const two = (value: number): string => String(value).padStart(2, '0');

/** A time as `<input type="datetime-local">` wants it: by the viewer's clock, summer time and all. */
export const toLocalInput = (ms: number): string => {
  const at = new Date(ms);
  const day = `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
  return `${day}T${two(at.getHours())}:${two(at.getMinutes())}`;
};

/** Undefined when it is no time. */
export const fromLocalInput = (text: string): number | undefined => {
  const ms = new Date(text).getTime();
  return Number.isNaN(ms) ? undefined : ms;
};
