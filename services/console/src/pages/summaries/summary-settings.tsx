import { Button, Group, NativeSelect, Stack, Switch, TextInput } from '@mantine/core';
import { language, type SummarySettings as Settings } from '@tutti/contracts/summary';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { problemStatus } from '../../api/problem-error';
import { useSetSummarySettings, useSummarySettings, type KnownSettings } from '../../api/summaries';
import { Conflict } from '../../components/conflict';
import { Dialog } from '../../components/dialog';
import { Facts } from '../../components/facts';
import { Loaded } from '../../components/loaded';
import { ProblemAlert } from '../../components/problem-alert';
import { RowsSkeleton } from '../../components/rows-skeleton';
import { Section } from '../../components/section';
import { ZoneField } from '../../components/zone-field';
import { notifyDone } from '../../lib/notify';

interface FieldProps {
  readonly draft: Settings;
  readonly onChange: (change: Partial<Settings>) => void;
}

const Fields = ({ draft, onChange }: FieldProps) => {
  const { t } = useTranslation();
  return (
    <>
      <Switch
        label={t('summaries.settings.enable')}
        checked={draft.enabled}
        onChange={(event) => onChange({ enabled: event.currentTarget.checked })}
      />
      <TextInput
        type="time"
        required
        label={t('summaries.settings.at')}
        description={t('summaries.settings.atHint')}
        value={draft.at}
        onChange={(event) => onChange({ at: event.currentTarget.value.slice(0, 5) })}
      />
      <ZoneField value={draft.timeZone} onChange={(timeZone) => onChange({ timeZone })} />
      <NativeSelect
        label={t('summaries.settings.language')}
        value={draft.language}
        data={language.options.map((value) => ({
          value,
          label: t(`summaries.settings.languages.${value}`),
        }))}
        onChange={(event) => onChange({ language: language.parse(event.currentTarget.value) })}
      />
    </>
  );
};

const isSame = (one: Settings, other: Settings): boolean => JSON.stringify(one) === JSON.stringify(other);

interface ChangeProps {
  readonly known: KnownSettings;
  readonly onClose: () => void;
}

/** The form keeps the version that it was filled from, while the page behind it goes on living. */
const ChangeSettings = ({ known, onClose }: ChangeProps) => {
  const { t } = useTranslation();
  const change = useSetSummarySettings();
  const [base, setBase] = useState(known);
  const [draft, setDraft] = useState(known.settings);
  const conflict = problemStatus(change.error) === 412;
  const takeOver = (): void => {
    setBase(known);
    setDraft(known.settings);
    change.reset();
  };
  const submit = (event: React.SubmitEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const done = (): void => {
      notifyDone(t('summaries.settings.done'));
      onClose();
    };
    void change.mutateAsync({ ...base, settings: draft }).then(done, () => undefined);
  };
  return (
    <Dialog title={t('summaries.settings.title')} onClose={onClose}>
      <form onSubmit={submit}>
        <Stack>
          <Fields draft={draft} onChange={(part) => setDraft({ ...draft, ...part })} />
          {conflict && <Conflict title={t('summaries.settings.conflict')} onTakeOver={takeOver} />}
          {change.error && !conflict && <ProblemAlert error={change.error} />}
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              {t('action.cancel')}
            </Button>
            <Button
              type="submit"
              loading={change.isPending}
              disabled={conflict || draft.at === '' || isSame(draft, base.settings)}
            >
              {t('action.save')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Dialog>
  );
};

/** When days are summed up, and where they begin and end. */
export const SummarySettings = ({ mayManage }: { readonly mayManage: boolean }) => {
  const { t } = useTranslation();
  const query = useSummarySettings();
  const [changing, setChanging] = useState(false);
  const actions = mayManage && query.data && (
    <Button size="xs" variant="default" onClick={() => setChanging(true)}>
      {t('summaries.settings.change')}
    </Button>
  );
  return (
    <Section title={t('summaries.settings.title')} actions={actions} h="100%">
      <Loaded query={query} skeleton={<RowsSkeleton rows={3} height={20} />}>
        {({ settings: { enabled, at, timeZone, language: spoken } }) => (
          <Facts
            facts={[
              [t('summaries.settings.state'), t(`summaries.settings.${enabled ? 'enabled' : 'disabled'}`)],
              [t('summaries.settings.at'), enabled && at],
              [t('summaries.settings.zone'), timeZone],
              [t('summaries.settings.language'), t(`summaries.settings.languages.${spoken}`)],
            ]}
          />
        )}
      </Loaded>
      {changing && query.data && <ChangeSettings known={query.data} onClose={() => setChanging(false)} />}
    </Section>
  );
};
