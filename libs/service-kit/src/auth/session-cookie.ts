import type { AnswerCookie } from '../route/answer';

/** Holds the access token for what a browser fetches by itself: streams and pictures. */
export const sessionCookieName = 'tutti_session';

/** The session cookie for an access token. `secure` is false only when the console is served over plain HTTP. */
export const sessionCookie = (accessToken: string, expiresAt: Date, secure: boolean): AnswerCookie => ({
  name: sessionCookieName,
  value: accessToken,
  path: '/api',
  expires: expiresAt,
  secure,
});

/** Makes the browser forget the session. */
export const endedSessionCookie = (secure: boolean): AnswerCookie => sessionCookie('', new Date(0), secure);
