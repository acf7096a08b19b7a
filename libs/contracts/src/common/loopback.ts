/** Whether a host name or address (IPv6 also in brackets) means this machine itself: what is sent there cannot be overheard. */
export const isLoopback = (host: string): boolean =>
  host === 'localhost' || /^127(\.\d{1,3}){3}$/.test(host) || host === '::1' || host === '[::1]';

/** The host of a URL by which this machine itself reaches a server that listens on `host`. */
export const localHost = (host: string): string => {
  if (host === '0.0.0.0') return '127.0.0.1';
  if (host === '::') return '[::1]';
  return host.includes(':') && !host.startsWith('[') ? `[${host}]` : host;
};
