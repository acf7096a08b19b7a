import { Button, Group, Stack, Text } from '@mantine/core';
import type { Solution } from '@tutti/contracts/training';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { SolutionVersion } from '../../../api/solutions';
import { ProblemAlert } from '../../../components/problem-alert';
import { Section } from '../../../components/section';
import { fieldsOf } from '../../../components/training/schema-fields';
import { sourceOf } from '../../../components/training/source-draft';
import { SourceField } from '../../../components/training/source-field';
import { StreamNameFields } from '../../../components/training/stream-name-fields';
import { MoreSettings } from './more-settings';
import { creationOf, draftFor, isComplete, typedIn, type StreamDraft, type Typed } from './stream-draft';
import { useCreation } from './use-creation';

interface Props {
  readonly solution: Solution;
  readonly newest: SolutionVersion;
  /** Nobody has it yet. */
  readonly name: string;
  /** With the solution that was chosen before. */
  readonly typed: Typed;
  readonly onType: (typed: Typed) => void;
}

/** All that a stream of this solution needs; what is usual stands there already. */
export const CreateForm = ({ solution, newest: { manifest }, name, typed, onType }: Props) => {
  const { t } = useTranslation();
  const [draft, setDraft] = useState(() => draftFor(manifest, name, typed));
  const creation = useCreation();
  const change = (part: Partial<StreamDraft>): void => {
    setDraft({ ...draft, ...part });
    onType({ ...typed, ...typedIn(part) });
  };
  const source = sourceOf(draft.source, manifest.sample);
  const complete = isComplete(fieldsOf(manifest.parameters), draft);
  const create = (training: boolean): void =>
    creation.perform(creationOf(solution.key, manifest, draft), training ? source : undefined);
  return (
    <form
      autoComplete="off"
      onSubmit={(event) => {
        event.preventDefault();
        create(source !== undefined);
      }}
    >
      <Stack gap="md">
        <Section title={t('streams.create.source')}>
          <SourceField
            task={manifest.task}
            sample={manifest.sample}
            draft={draft.source}
            onChange={(next) => change({ source: next })}
          />
        </Section>
        <Section title={t('streams.create.about')}>
          <Stack>
            <StreamNameFields values={draft} error={creation.error} onChange={change} />
          </Stack>
        </Section>
        <MoreSettings manifest={manifest} draft={draft} onChange={change} />
        {creation.error !== null && <ProblemAlert error={creation.error} />}
        <Group justify="flex-end">
          {!source && (
            <Text size="sm" c="dimmed">
              {t('streams.create.notReadyHint')}
            </Text>
          )}
          <Button variant="default" disabled={!complete || creation.isPending} onClick={() => create(false)}>
            {t('streams.create.only')}
          </Button>
          <Button type="submit" loading={creation.isPending} disabled={!complete || !source}>
            {t('streams.create.andTrain')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
};
