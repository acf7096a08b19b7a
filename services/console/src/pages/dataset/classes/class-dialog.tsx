import { Alert, Button, Checkbox, Group, Stack, Textarea } from '@mantine/core';
import type { LabelSchema, ShownClass } from '@tutti/contracts/datasets';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useClassCommand } from '../../../api/label-schemas';
import { problemStatus } from '../../../api/problem-error';
import { Dialog } from '../../../components/dialog';
import { emptyDraft, faultsOf, isSound } from '../../../components/label/class-draft';
import { ClassFields } from '../../../components/label/class-fields';
import { ProblemAlert } from '../../../components/problem-alert';
import { notifyDone } from '../../../lib/notify';
import { commandOf, type ClassValues } from './class-values';

interface Props {
  readonly schema: LabelSchema;
  /** A new one when absent. */
  readonly of?: ShownClass;
  /** Labelled pictures of the dataset that bear it; undefined while that is not known. */
  readonly items: number | undefined;
  readonly onClose: () => void;
}

const valuesOf = ({ classes }: LabelSchema, of: ShownClass | undefined): ClassValues => ({
  draft: of
    ? { row: of.id, name: of.name, colour: of.colour, shortcut: of.shortcut ?? '' }
    : emptyDraft(Math.max(-1, ...classes.map(({ id }) => id)) + 1),
  description: of?.description ?? '',
  relabel: false,
});

interface RelabelProps {
  readonly checked: boolean;
  readonly items: number | undefined;
  readonly onChange: (relabel: boolean) => void;
}

const Relabel = ({ checked, items, onChange }: RelabelProps) => {
  const { t } = useTranslation();
  const hint =
    items === 0 ? t('classes.relabelHintNone') : items && t('classes.relabelHint', { count: items });
  return (
    <Checkbox
      label={t('classes.relabel')}
      description={hint}
      checked={checked}
      onChange={(event) => onChange(event.currentTarget.checked)}
    />
  );
};

/** Adds a class, or changes one. The form keeps the version that it was filled from. */
export const ClassDialog = ({ schema, of, items, onClose }: Props) => {
  const { t } = useTranslation();
  const [base] = useState(schema);
  const [values, setValues] = useState(() => valuesOf(schema, of));
  const send = useClassCommand();
  const { draft } = values;
  const others = base.classes.filter(({ key, retired }) => key !== of?.key && !retired);
  const faults = faultsOf(draft, others);
  const command = commandOf(values, of);
  const submit = (event: React.SubmitEvent<HTMLFormElement>): void => {
    event.preventDefault();
    if (!command) return;
    const done = (): void => {
      notifyDone(t(of ? 'classes.changed' : 'classes.added', { name: draft.name.trim() }));
      onClose();
    };
    send.mutateAsync({ of: base, command }).then(done, () => undefined);
  };
  return (
    <Dialog
      onClose={onClose}
      title={of ? t('classes.changeTitle', { name: of.name }) : t('classes.addTitle')}
    >
      <form onSubmit={submit} autoComplete="off">
        <Stack>
          <ClassFields
            draft={draft}
            faults={faults}
            number={draft.row}
            autoFocus
            onChange={(changed) => setValues({ ...values, draft: changed })}
          />
          <Textarea
            label={t('classes.description')}
            description={t('classes.descriptionHint')}
            placeholder={t('field.optional')}
            maxLength={512}
            autosize
            minRows={2}
            value={values.description}
            onChange={(event) => setValues({ ...values, description: event.currentTarget.value })}
          />
          {of && (
            <Relabel
              checked={values.relabel}
              items={items}
              onChange={(relabel) => setValues({ ...values, relabel })}
            />
          )}
          {problemStatus(send.error) === 412 ? (
            <Alert role="alert" color="orange" variant="light">
              {t('classes.conflict')}
            </Alert>
          ) : (
            send.error && <ProblemAlert error={send.error} />
          )}
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              {t('action.cancel')}
            </Button>
            <Button type="submit" loading={send.isPending} disabled={!command || !isSound(faults)}>
              {t(of ? 'action.save' : 'classes.add')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Dialog>
  );
};
