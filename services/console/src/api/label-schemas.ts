import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import {
  labelSchema,
  labelSchemaList,
  type ChangeClass,
  type LabelSchema,
  type ProposedClass,
} from '@tutti/contracts/datasets';
import { allPages } from './all-pages';
import { request } from './http';
import { keys } from './keys';

const pathOf = (id: string): string => `/label-schemas/${encodeURIComponent(id)}`;

/** The classes of a dataset, retired ones among them. */
export const useLabelSchema = (id: string | undefined) =>
  useQuery({
    queryKey: [...keys.labelSchemas, 'one', id],
    queryFn: ({ signal }) => request({ path: pathOf(id ?? ''), schema: labelSchema, signal }),
    enabled: id !== undefined,
  });

export const useLabelSchemas = () =>
  useQuery({
    queryKey: [...keys.labelSchemas, 'list'],
    queryFn: ({ signal }) =>
      allPages((pageToken) =>
        request({
          path: '/label-schemas',
          query: { pageSize: 100, pageToken },
          schema: labelSchemaList,
          signal,
        }),
      ),
  });

/** What can be done to the classes of a schema that the caller saw at a version. */
export type ClassCommand =
  | { readonly type: 'add'; readonly of: ProposedClass }
  | { readonly type: 'change'; readonly key: string; readonly patch: ChangeClass }
  | { readonly type: 'retire'; readonly key: string; readonly reason: string };

const callOf = (id: string, command: ClassCommand) => {
  const path = `${pathOf(id)}/classes`;
  switch (command.type) {
    case 'add':
      return { method: 'POST', path, body: command.of } as const;
    case 'change':
      return { method: 'PATCH', path: `${path}/${command.key}`, body: command.patch } as const;
    case 'retire': {
      const body = command.reason === '' ? {} : { reason: command.reason };
      return { method: 'POST', path: `${path}/${command.key}/retire`, body } as const;
    }
  }
};

export const useClassCommand = () => {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ of, command }: { readonly of: LabelSchema; readonly command: ClassCommand }) =>
      request({ ...callOf(of.id, command), ifMatch: of.version, schema: labelSchema }),
    onSettled: () =>
      Promise.all(
        [keys.labelSchemas, keys.datasets, keys.items].map((queryKey) =>
          client.invalidateQueries({ queryKey }),
        ),
      ),
  });
};
