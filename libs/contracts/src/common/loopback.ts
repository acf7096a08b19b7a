/** Whether a host name or address (IPv6 also in brackets) means this machine itself: what is sent there cannot be overheard. */
export const isLoopback = (host: string): boolean =>
  host === 'localhost' || /^127(\.\d{1,3}){3}$/.test(host) || host === '::1' || host === '[::1]';
