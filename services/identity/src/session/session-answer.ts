import type { Session } from '@tutti/contracts/identity';
import {
  answer,
  endedSessionCookie,
  sessionCookie,
  type Answer,
  type AnswerCookie,
} from '@tutti/service-kit';
import type { SignedIn } from './sign-in';

export const refreshCookieName = 'tutti_refresh';

const refreshCookie = (value: string, expires: Date, secure: boolean): AnswerCookie => ({
  name: refreshCookieName,
  value,
  path: '/api/v1/sessions',
  expires,
  secure,
});

/** Injection token: whether cookies are for HTTPS only. False only when the console is served over plain HTTP. */
export const SECURE_COOKIES = Symbol('SECURE_COOKIES');

/** The access token in the body and in a cookie, the refresh token in a cookie only. */
export const sessionAnswer = ({ session, access, user }: SignedIn, secure: boolean): Answer<Session> =>
  answer(
    { accessToken: access.token, expiresAt: access.expiresAt.toISOString(), user },
    {
      cookies: [
        sessionCookie(access.token, access.expiresAt, secure),
        refreshCookie(session.refreshToken, session.endsAt, secure),
      ],
    },
  );

export const endedSessionAnswer = (secure: boolean): Answer<undefined> =>
  answer(undefined, { cookies: [endedSessionCookie(secure), refreshCookie('', new Date(0), secure)] });
