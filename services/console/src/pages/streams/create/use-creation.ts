import type { CreateStream, RunSource, Stream } from '@tutti/contracts/training';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { useRequestRun } from '../../../api/runs';
import { useCreateStream } from '../../../api/streams';
import { problemLine } from '../../../components/problem-text';
import { notifyDone, notifyFailed } from '../../../lib/notify';

/** Creates a stream; with a source it is trained at once, and one looks on. */
export const useCreation = () => {
  const { t, i18n } = useTranslation();
  const navigate = useNavigate();
  const create = useCreateStream();
  const run = useRequestRun();
  const train = async ({ id }: Stream, source: RunSource): Promise<string> => {
    try {
      return `/runs/${(await run.mutateAsync({ streamId: id, source })).id}`;
    } catch (error) {
      // The stream is there, and its page offers to train it.
      notifyFailed(t('streams.create.trainFailed'), problemLine(error, t, i18n.language));
      return `/streams/${id}`;
    }
  };
  const perform = async (body: CreateStream, source: RunSource | undefined): Promise<void> => {
    const stream = await create.mutateAsync(body);
    notifyDone(t('streams.create.done', { name: stream.name }));
    await navigate(source ? await train(stream, source) : `/streams/${stream.id}`);
  };
  return {
    error: create.error,
    isPending: create.isPending || run.isPending,
    perform: (body: CreateStream, source: RunSource | undefined): void =>
      void perform(body, source).catch(() => undefined),
  };
};
