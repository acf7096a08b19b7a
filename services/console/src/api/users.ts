import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { userList, type Role, type User } from '@tutti/contracts/identity';
import { allPages } from './all-pages';
import { request } from './http';
import { keys } from './keys';
import { slowMs } from './polling';

export const useUsers = () =>
  useQuery({
    queryKey: keys.users,
    queryFn: ({ signal }) =>
      allPages((pageToken) =>
        request({ path: '/users', query: { pageSize: 500, pageToken }, schema: userList, signal }),
      ),
    refetchInterval: slowMs,
  });

const useRefreshUsers = () => {
  const client = useQueryClient();
  return () => client.invalidateQueries({ queryKey: keys.users });
};

export const useCreateUser = () => {
  const refresh = useRefreshUsers();
  return useMutation({
    mutationFn: (body: { readonly name: string; readonly role: Role; readonly password: string }) =>
      request({ method: 'POST', path: '/users', body }),
    onSuccess: refresh,
  });
};

export const useChangeUser = () => {
  const refresh = useRefreshUsers();
  return useMutation({
    mutationFn: ({
      user,
      change,
    }: {
      readonly user: User;
      readonly change: { role?: Role; disabled?: boolean };
    }) =>
      request({
        method: 'PATCH',
        path: `/users/${encodeURIComponent(user.id)}`,
        body: change,
        ifMatch: user.version,
      }),
    onSettled: refresh,
  });
};
