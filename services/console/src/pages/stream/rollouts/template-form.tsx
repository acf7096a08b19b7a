import { Button, Group, Stack, Switch, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import type { StoredTemplate } from '@tutti/contracts/deployment';
import type { Stream } from '@tutti/contracts/training';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { problemStatus } from '../../../api/problem-error';
import { useRemoveTemplate, useSetTemplate } from '../../../api/rollout-templates';
import { Conflict } from '../../../components/conflict';
import { Confirm } from '../../../components/confirm';
import { useAuthor } from '../../../components/event/use-author';
import { ProblemAlert } from '../../../components/problem-alert';
import { MorePolicy } from '../../../components/rollout/plan/more-policy';
import { StagesField, useStageNames } from '../../../components/rollout/plan/stages-field';
import { TargetField } from '../../../components/rollout/plan/target-field';
import { WindowFields } from '../../../components/rollout/plan/window-fields';
import { Section } from '../../../components/section';
import { TimeAgo } from '../../../components/time-ago';
import { notifyDone } from '../../../lib/notify';
import { templateDraftOf, templateOf, type TemplateDraft } from './template-draft';
import { TemplatePreview } from './template-preview';

interface Props {
  readonly stream: Stream;
  readonly stored: StoredTemplate | null;
  readonly mayManage: boolean;
  /** Back to what was shown before there was a template. */
  readonly onClose: () => void;
}

interface FieldProps {
  readonly stream: Stream;
  readonly draft: TemplateDraft;
  readonly onChange: (change: Partial<TemplateDraft>) => void;
}

const Fields = ({ stream, draft, onChange }: FieldProps) => {
  const { t } = useTranslation();
  return (
    <>
      <Section title={t('rolloutPlan.target.title')}>
        <TargetField draft={draft.target} onChange={(target) => onChange({ target })} />
      </Section>
      <Section title={t('rolloutPlan.stages.title')} aside={t('rolloutPlan.stages.hint')}>
        <StagesField draft={draft} onChange={onChange} />
      </Section>
      <Section title={t('rolloutPlan.when.title')}>
        <WindowFields draft={draft} onChange={onChange} />
      </Section>
      <MorePolicy draft={draft} warningScore={stream.warningScore} onChange={onChange} />
    </>
  );
};

const Changed = ({ stored: { changedAt, changedBy } }: { readonly stored: StoredTemplate }) => {
  const { t } = useTranslation();
  const who = useAuthor(changedBy);
  return (
    <Text size="xs" c="dimmed">
      {t('rolloutPlan.template.changedBy', { who })} · <TimeAgo at={changedAt} />
    </Text>
  );
};

const Remove = ({ stored, onDone }: { readonly stored: StoredTemplate; readonly onDone: () => void }) => {
  const { t } = useTranslation();
  const [asking, { open, close }] = useDisclosure();
  const remove = useRemoveTemplate(stored.streamId);
  const done = (): void => {
    notifyDone(t('rolloutPlan.template.removed'));
    close();
    onDone();
  };
  return (
    <>
      <Button variant="outline" color="red" onClick={open}>
        {t('rolloutPlan.template.remove')}
      </Button>
      {asking && (
        <Confirm
          title={t('rolloutPlan.template.removeTitle')}
          text={t('rolloutPlan.template.removeText')}
          confirm={t('rolloutPlan.template.remove')}
          dangerous
          pending={remove.isPending}
          error={remove.error}
          onConfirm={() => void remove.mutateAsync(stored).then(done, () => undefined)}
          onClose={close}
        />
      )}
    </>
  );
};

interface Edited {
  readonly base: StoredTemplate | null;
  readonly draft: TemplateDraft;
}

/** The draft, what it was filled from, and how to save it. */
const useTemplateForm = ({ stream, stored, onClose }: Props) => {
  const { t } = useTranslation();
  const names = useStageNames();
  const [edited, setEdited] = useState<Edited>();
  const { base, draft } = edited ?? {
    base: stored,
    draft: templateDraftOf(stored?.template, stream, names),
  };
  const set = useSetTemplate(stream.id);
  const template = templateOf(draft, stream);
  const reset = (): void => {
    setEdited(undefined);
    set.reset();
  };
  const save = (): void => {
    if (!template) return;
    const done = (): void => {
      notifyDone(t(`rolloutPlan.template.${template.active ? 'saved' : 'savedOff'}`));
      reset();
      onClose();
    };
    set.mutateAsync({ of: base, template }).then(done, () => undefined);
  };
  const change = (part: Partial<TemplateDraft>): void => setEdited({ base, draft: { ...draft, ...part } });
  return { draft, change, set, template, isEdited: edited !== undefined || stored === null, reset, save };
};

/** 428: it was set after this form had seen that there is none. */
const wasChanged = (error: unknown): boolean => {
  const status = problemStatus(error);
  return status === 412 || status === 428;
};

/** All of how new models go out by themselves. */
export const TemplateForm = (props: Props) => {
  const { t } = useTranslation();
  const { stream, stored, mayManage, onClose } = props;
  const { draft, change, set, template, isEdited, reset, save } = useTemplateForm(props);
  const conflict = wasChanged(set.error);
  const cancel = (): void => {
    reset();
    onClose();
  };
  return (
    <fieldset disabled={!mayManage} style={{ border: 'none', margin: 0, padding: 0, minInlineSize: 0 }}>
      <Stack gap="md" maw={860}>
        <Section title={t('rolloutPlan.template.title')} actions={stored && <Changed stored={stored} />}>
          <Switch
            label={t('rolloutPlan.template.active')}
            description={t('rolloutPlan.template.activeHint')}
            checked={draft.active}
            onChange={(event) => change({ active: event.currentTarget.checked })}
          />
        </Section>
        <Fields stream={stream} draft={draft} onChange={change} />
        <TemplatePreview stream={stream} template={template} />
        {!template && (
          <Text size="sm" c="var(--tutti-bad)" role="status">
            {t('rolloutPlan.preview.incomplete')}
          </Text>
        )}
        {conflict && <Conflict title={t('stream.settings.conflictTitle')} onTakeOver={reset} />}
        {set.error !== null && !conflict && <ProblemAlert error={set.error} />}
        {mayManage && (
          <Group justify="space-between">
            {stored ? <Remove stored={stored} onDone={cancel} /> : <span />}
            <Group>
              <Button variant="default" disabled={!isEdited} onClick={cancel}>
                {t('action.cancel')}
              </Button>
              <Button loading={set.isPending} disabled={!template || !isEdited || conflict} onClick={save}>
                {t('action.save')}
              </Button>
            </Group>
          </Group>
        )}
      </Stack>
    </fieldset>
  );
};
