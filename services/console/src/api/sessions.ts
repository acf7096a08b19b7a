import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { session, user, type User } from '@tutti/contracts/identity';
import { request } from './http';
import { keys } from './keys';
import { problemStatus } from './problem-error';
import { sessionState } from './session-state';

/** Who is signed in. Fails with 401 when nobody is. */
export const useMe = () =>
  useQuery({
    queryKey: keys.me,
    queryFn: ({ signal }) => request({ path: '/users/me', schema: user, signal }),
    staleTime: 60_000,
  });

/** For what the browser fetches without us: answers when the session is good for it. */
export const renewedSession = (): Promise<User> => request({ path: '/users/me', schema: user });

export const useSignIn = () => {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: { readonly name: string; readonly password: string }) =>
      request({ method: 'POST', path: '/sessions', body, schema: session, renewable: false }),
    onSuccess: ({ user: signedIn }) => {
      client.clear();
      client.setQueryData<User>(keys.me, signedIn);
      sessionState.set('assumed');
    },
  });
};

export const useSignOut = () => {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () =>
      request({ method: 'DELETE', path: '/sessions/current', renewable: false }).catch((error: unknown) => {
        // The server knows of no session: then there is none to end.
        if (problemStatus(error) !== 401) throw error;
      }),
    // Not when it was not told: whoever comes next would be signed in again.
    onSuccess: () => {
      sessionState.set('signed-out');
      client.clear();
    },
  });
};

export const useChangePassword = () => {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: { readonly current: string; readonly new: string }) =>
      request({ method: 'PUT', path: '/users/me/password', body }),
    onSuccess: () => client.invalidateQueries(),
  });
};
