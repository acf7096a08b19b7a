/** Where to go after signing in: a path of our own, never another site (`//evil`, `/\evil`, `https:`). */
export const safeReturnPath = (wanted: string | null): string =>
  wanted !== null && /^\/(?![/\\])/.test(wanted) && !wanted.startsWith('/sign-in') ? wanted : '/';

export const signInPath = (from: string): string =>
  from === '/' ? '/sign-in' : `/sign-in?to=${encodeURIComponent(from)}`;
