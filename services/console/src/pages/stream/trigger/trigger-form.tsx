import { Button, Group, Paper, Stack, Switch, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import type { Stream } from '@tutti/contracts/training';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { problemStatus } from '../../../api/problem-error';
import { useSetTrigger } from '../../../api/streams';
import { Conflict } from '../../../components/conflict';
import { Confirm } from '../../../components/confirm';
import { ProblemAlert } from '../../../components/problem-alert';
import { Section } from '../../../components/section';
import { notifyDone } from '../../../lib/notify';
import { ConditionFields } from './condition-fields';
import { LimitFields } from './limit-fields';
import { WhenFields } from './when-fields';
import { draftOf, triggerOf, type TriggerDraft } from './trigger-draft';
import { useTriggerWords } from './trigger-words';

interface Props {
  readonly stream: Stream;
  /** Back to what was shown before the form. */
  readonly onClose: () => void;
}

const InWords = ({ draft }: { readonly draft: TriggerDraft }) => {
  const { t } = useTranslation();
  const words = useTriggerWords();
  const trigger = triggerOf(draft);
  return (
    <Paper bg="var(--tutti-hover)" radius="md" p="sm" aria-live="polite">
      <Text size="xs" c="dimmed" mb={4}>
        {t('trigger.inWords')}
      </Text>
      <Text size="sm">{trigger ? words(trigger).join(' ') : t('trigger.unfit')}</Text>
    </Paper>
  );
};

interface RemoveProps extends Props {
  readonly onDone: () => void;
}

const Remove = ({ stream, onDone, onClose }: RemoveProps) => {
  const { t } = useTranslation();
  const set = useSetTrigger();
  const done = (): void => {
    notifyDone(t('trigger.removed'));
    onDone();
  };
  return (
    <Confirm
      title={t('trigger.removeTitle')}
      text={t('trigger.removeText')}
      confirm={t('trigger.remove')}
      dangerous
      pending={set.isPending}
      error={set.error}
      onConfirm={() => void set.mutateAsync({ of: stream, trigger: null }).then(done, () => undefined)}
      onClose={onClose}
    />
  );
};

interface FieldProps {
  readonly draft: TriggerDraft;
  readonly onChange: (change: Partial<TriggerDraft>) => void;
}

const Fields = ({ draft, onChange }: FieldProps) => {
  const { t } = useTranslation();
  return (
    <>
      <Switch
        label={t('trigger.active')}
        description={t('trigger.activeHint')}
        checked={draft.active}
        onChange={(event) => onChange({ active: event.currentTarget.checked })}
      />
      <Section title={t('trigger.when')}>
        <WhenFields draft={draft} onChange={onChange} />
      </Section>
      <Section title={t('trigger.conditions')}>
        <ConditionFields draft={draft} onChange={onChange} />
      </Section>
      <Section title={t('trigger.limits')}>
        <LimitFields draft={draft} onChange={onChange} />
      </Section>
    </>
  );
};

/** All of a trigger, and at once what it means in words. */
export const TriggerForm = ({ stream, onClose }: Props) => {
  const { t } = useTranslation();
  const [base, setBase] = useState(stream);
  const [draft, setDraft] = useState(() => draftOf(stream.trigger));
  const [removing, { open, close }] = useDisclosure();
  const set = useSetTrigger();
  const trigger = triggerOf(draft);
  const conflict = problemStatus(set.error) === 412;
  const takeOver = (): void => {
    setBase(stream);
    setDraft(draftOf(stream.trigger));
    set.reset();
  };
  const submit = (event: React.SubmitEvent<HTMLFormElement>): void => {
    event.preventDefault();
    if (!trigger) return;
    const done = (): void => {
      notifyDone(t(trigger.active ? 'trigger.saved' : 'trigger.savedOff'));
      onClose();
    };
    set.mutateAsync({ of: base, trigger }).then(done, () => undefined);
  };
  return (
    <form onSubmit={submit} autoComplete="off">
      <Stack gap="md" maw={860}>
        <Fields draft={draft} onChange={(part) => setDraft({ ...draft, ...part })} />
        <InWords draft={draft} />
        {conflict && <Conflict title={t('stream.settings.conflictTitle')} onTakeOver={takeOver} />}
        {set.error !== null && !conflict && <ProblemAlert error={set.error} />}
        <Group justify="space-between">
          {stream.trigger === null ? (
            <span />
          ) : (
            <Button variant="outline" color="red" onClick={open}>
              {t('trigger.remove')}
            </Button>
          )}
          <Group>
            <Button variant="default" onClick={onClose}>
              {t('action.cancel')}
            </Button>
            <Button type="submit" loading={set.isPending} disabled={!trigger || conflict}>
              {t('trigger.save')}
            </Button>
          </Group>
        </Group>
      </Stack>
      {removing && <Remove stream={stream} onDone={onClose} onClose={close} />}
    </form>
  );
};
