import { Alert, Button, Group, Stack, Text } from '@mantine/core';
import { IconInfoCircle } from '@tabler/icons-react';
import type { DuplicatePolicy } from '@tutti/contracts/training';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { useRequestRun } from '../../../api/runs';
import { Dialog } from '../../../components/dialog';
import { ProblemAlert } from '../../../components/problem-alert';
import { ChoiceCard } from '../../../components/training/choice-card';
import { firstSource, sourceOf } from '../../../components/training/source-draft';
import { SourceField } from '../../../components/training/source-field';
import { notifyDone } from '../../../lib/notify';
import type { ShownStream } from '../use-shown-stream';

const policies = ['queue', 'replace'] as const satisfies readonly DuplicatePolicy[];
type Policy = (typeof policies)[number];

interface PolicyProps {
  readonly value: Policy;
  readonly onChange: (policy: Policy) => void;
}

/** One training at a time: what becomes of the one that goes on. */
const PolicyField = ({ value, onChange }: PolicyProps) => {
  const { t } = useTranslation();
  return (
    <Alert variant="light" icon={<IconInfoCircle />} title={t('stream.train.runningTitle')}>
      <Stack gap="xs" role="radiogroup" aria-label={t('stream.train.policy')}>
        {policies.map((policy) => (
          <ChoiceCard
            key={policy}
            name="policy"
            checked={policy === value}
            title={t(`stream.train.${policy}.title`)}
            text={t(`stream.train.${policy}.text`)}
            onChoose={() => onChange(policy)}
          />
        ))}
      </Stack>
    </Alert>
  );
};

interface Props {
  readonly shown: ShownStream;
  readonly onClose: () => void;
}

/** Asks for a training and goes to where it can be watched. */
export const TrainDialog = ({ shown: { stream, used }, onClose }: Props) => {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { sample } = used.manifest;
  const [draft, setDraft] = useState(() => firstSource(sample, stream.datasets));
  const [policy, setPolicy] = useState<Policy>('queue');
  const run = useRequestRun();
  const source = sourceOf(draft, sample);
  const running = stream.status === 'training';
  const submit = (event: React.SubmitEvent<HTMLFormElement>): void => {
    event.preventDefault();
    if (!source) return;
    const done = ({ id }: { readonly id: string }): void => {
      notifyDone(t('stream.train.done'));
      void navigate(`/runs/${id}`);
    };
    run
      .mutateAsync({ streamId: stream.id, source, ...(running ? { duplicatePolicy: policy } : {}) })
      .then(done, () => undefined);
  };
  return (
    <Dialog onClose={onClose} title={t('stream.train.title', { name: stream.name })} size="lg">
      <form onSubmit={submit}>
        <Stack>
          <Text size="sm" c="dimmed">
            {t('stream.train.text')}
          </Text>
          <SourceField task={stream.task} sample={sample} draft={draft} withVersions onChange={setDraft} />
          {running && <PolicyField value={policy} onChange={setPolicy} />}
          {run.error !== null && <ProblemAlert error={run.error} />}
          <Group justify="flex-end">
            {!source && (
              <Text size="sm" c="dimmed">
                {t('stream.train.none')}
              </Text>
            )}
            <Button variant="default" onClick={onClose}>
              {t('action.cancel')}
            </Button>
            <Button type="submit" loading={run.isPending} disabled={!source}>
              {t('stream.train.go')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Dialog>
  );
};
