import { Button, Group, Stack, Text } from '@mantine/core';
import type { Stream } from '@tutti/contracts/training';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { problemStatus } from '../../../api/problem-error';
import { useChangeStream } from '../../../api/streams';
import { Conflict } from '../../../components/conflict';
import { ProblemAlert } from '../../../components/problem-alert';
import { Section } from '../../../components/section';
import { DatasetChoice } from '../../../components/training/dataset-choice';
import { DeviceFilterField } from '../../../components/training/device-filter-field';
import { GateFields } from '../../../components/training/gate-fields';
import { fieldsOf, type SchemaField } from '../../../components/training/schema-fields';
import { SchemaForm } from '../../../components/training/schema-form';
import { StreamNameFields } from '../../../components/training/stream-name-fields';
import { WarningField } from '../../../components/training/warning-field';
import { notifyDone } from '../../../lib/notify';
import type { ShownStream } from '../use-shown-stream';
import { isPatch, patchOf, valuesOf, type StreamValues } from './stream-values';

interface FieldProps {
  readonly base: Stream;
  readonly fields: readonly SchemaField[];
  readonly values: StreamValues;
  readonly error: unknown;
  readonly onChange: (change: Partial<StreamValues>) => void;
}

const Fields = ({ base, fields, values, error, onChange }: FieldProps) => {
  const { t } = useTranslation();
  const source = {
    kind: 'datasets' as const,
    data: values.datasets.map((datasetId) => ({ datasetId, version: 0 })),
  };
  return (
    <>
      <Section title={t('stream.settings.about')}>
        <Stack>
          <StreamNameFields values={values} error={error} onChange={onChange} />
        </Stack>
      </Section>
      <Section title={t('stream.settings.data')}>
        <Text size="xs" c="dimmed" mb="sm">
          {t('stream.settings.dataHint')}
        </Text>
        <DatasetChoice
          task={base.task}
          draft={source}
          onChange={({ data }) => onChange({ datasets: data.map(({ datasetId }) => datasetId) })}
        />
      </Section>
      <Section title={t('stream.settings.parameters')}>
        <SchemaForm
          fields={fields}
          draft={values.parameters}
          onChange={(parameters) => onChange({ parameters })}
        />
      </Section>
      <Section title={t('stream.settings.gate')}>
        <GateFields task={base.task} draft={values.gate} onChange={(gate) => onChange({ gate })} />
      </Section>
      <Section title={t('stream.settings.devices')}>
        <Stack>
          <WarningField value={values.warning} onChange={(warning) => onChange({ warning })} />
          <DeviceFilterField
            label={t('streams.create.target')}
            none={t('streams.create.targetNone')}
            value={values.target}
            onChange={(target) => onChange({ target })}
          />
        </Stack>
      </Section>
    </>
  );
};

interface Props {
  readonly shown: ShownStream;
  readonly mayManage: boolean;
}

/** The form keeps the version that it was filled from, while the page behind it goes on living. */
export const SettingsForm = ({ shown: { stream, used }, mayManage }: Props) => {
  const { t } = useTranslation();
  const fields = fieldsOf(used.manifest.parameters);
  const [edited, setEdited] = useState<{ readonly base: Stream; readonly values: StreamValues }>();
  const { base, values } = edited ?? { base: stream, values: valuesOf(stream, fields) };
  const change = useChangeStream();
  const patch = patchOf(base, values, fields);
  const conflict = problemStatus(change.error) === 412;
  const reset = (): void => {
    setEdited(undefined);
    change.reset();
  };
  const submit = (event: React.SubmitEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const done = ({ name }: Stream): void => {
      notifyDone(t('stream.settings.saved', { name }));
      reset();
    };
    change.mutateAsync({ of: base, patch }).then(done, () => undefined);
  };
  return (
    <form onSubmit={submit} autoComplete="off">
      <fieldset disabled={!mayManage} style={{ border: 'none', margin: 0, padding: 0, minInlineSize: 0 }}>
        <Stack gap="md" maw={860}>
          <Fields
            base={base}
            fields={fields}
            values={values}
            error={change.error}
            onChange={(part) => setEdited({ base, values: { ...values, ...part } })}
          />
          {conflict && <Conflict title={t('stream.settings.conflictTitle')} onTakeOver={reset} />}
          {change.error !== null && !conflict && <ProblemAlert error={change.error} />}
          {mayManage && (
            <Group justify="flex-end">
              <Button variant="default" disabled={!edited} onClick={reset}>
                {t('action.cancel')}
              </Button>
              <Button
                type="submit"
                loading={change.isPending}
                disabled={conflict || !isPatch(patch, values, fields)}
              >
                {t('action.save')}
              </Button>
            </Group>
          )}
        </Stack>
      </fieldset>
    </form>
  );
};
