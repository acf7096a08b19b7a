import { Button, Group, List, Stack, Text, Title } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { newestOf, type SolutionVersion } from '../../../api/solutions';
import { useMoveStream } from '../../../api/streams';
import { Dialog } from '../../../components/dialog';
import { ProblemAlert } from '../../../components/problem-alert';
import { draftsOf, isFit, parametersOf } from '../../../components/training/schema-draft';
import { fieldsOf } from '../../../components/training/schema-fields';
import { SchemaForm } from '../../../components/training/schema-form';
import { usePhrase } from '../../../i18n/server-words';
import { notifyDone } from '../../../lib/notify';
import { changesBetween } from '../../solution/version-changes';
import type { ShownStream } from '../use-shown-stream';

interface ChangesProps {
  readonly used: SolutionVersion;
  readonly newest: SolutionVersion;
}

const Changes = ({ used, newest }: ChangesProps) => {
  const { t } = useTranslation();
  const phrase = usePhrase();
  const changes = changesBetween(used, newest);
  const kinds = (['added', 'removed', 'changed'] as const).filter((kind) => changes[kind].length > 0);
  return (
    <div>
      <Title order={3} fz="sm" mb={4}>
        {t('stream.move.changes')}
      </Title>
      {kinds.length === 0 ? (
        <Text size="sm">{t('stream.move.same')}</Text>
      ) : (
        <List size="sm">
          {kinds.map((kind) => (
            <List.Item key={kind}>
              {t(`stream.move.${kind}`)}: {changes[kind].map(({ title }) => phrase(title)).join(', ')}
            </List.Item>
          ))}
        </List>
      )}
    </div>
  );
};

interface Props {
  readonly shown: ShownStream;
  readonly onClose: () => void;
}

/** Moves a stream to the newest version of its solution: what changes, and what it is set to. */
export const MoveDialog = ({ shown: { stream, solution, used }, onClose }: Props) => {
  const newest = newestOf(solution) ?? used;
  const { t } = useTranslation();
  const fields = fieldsOf(newest.manifest.parameters);
  const [base] = useState(stream);
  const [draft, setDraft] = useState(() => draftsOf(fields, stream.parameters));
  const move = useMoveStream();
  const { version } = newest;
  const submit = (event: React.SubmitEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const done = (): void => {
      notifyDone(t('stream.move.done', { version }));
      onClose();
    };
    const wanted = { version, parameters: parametersOf(fields, draft) };
    move.mutateAsync({ of: base, move: wanted }).then(done, () => undefined);
  };
  return (
    <Dialog onClose={onClose} title={t('stream.move.title', { version })} size="lg">
      <form onSubmit={submit}>
        <Stack>
          <Text size="sm">{t('stream.move.text', { version })}</Text>
          <Changes used={used} newest={newest} />
          <div>
            <Title order={3} fz="sm" mb="xs">
              {t('stream.move.set')}
            </Title>
            <SchemaForm fields={fields} draft={draft} onChange={setDraft} />
          </div>
          {move.error !== null && <ProblemAlert error={move.error} />}
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              {t('action.cancel')}
            </Button>
            <Button type="submit" loading={move.isPending} disabled={!isFit(fields, draft)}>
              {t('stream.move.go')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Dialog>
  );
};
