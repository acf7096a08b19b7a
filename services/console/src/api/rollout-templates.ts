import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { storedTemplate, type RolloutTemplate, type StoredTemplate } from '@tutti/contracts/deployment';
import { request } from './http';
import { keys } from './keys';
import { problemStatus } from './problem-error';

const pathOf = (streamId: string): string => `/rollout-templates/${encodeURIComponent(streamId)}`;

/** How a stream's models go out by themselves; null: they do not. */
export const useRolloutTemplate = (streamId: string) =>
  useQuery({
    queryKey: [...keys.rolloutTemplates, streamId],
    queryFn: ({ signal }): Promise<StoredTemplate | null> =>
      request({ path: pathOf(streamId), schema: storedTemplate, signal }).catch((error: unknown) => {
        if (problemStatus(error) === 404) return null;
        throw error;
      }),
  });

const useRefresh = () => {
  const client = useQueryClient();
  return () => client.invalidateQueries({ queryKey: keys.rolloutTemplates });
};

/** `of` is what the form was filled from: whoever changed it meanwhile is not overwritten (412). */
export const useSetTemplate = (streamId: string) => {
  const onSettled = useRefresh();
  return useMutation({
    mutationFn: ({
      of,
      template,
    }: {
      readonly of: StoredTemplate | null;
      readonly template: RolloutTemplate;
    }) =>
      request({
        method: 'PUT',
        path: pathOf(streamId),
        body: template,
        ...(of === null ? {} : { ifMatch: of.version }),
        schema: storedTemplate,
      }),
    onSettled,
  });
};

export const useRemoveTemplate = (streamId: string) => {
  const onSettled = useRefresh();
  return useMutation({
    mutationFn: (of: StoredTemplate) =>
      request({ method: 'DELETE', path: pathOf(streamId), ifMatch: of.version }),
    onSettled,
  });
};
