import { Alert, Button, Group, Stack, Text } from '@mantine/core';
import { IconGitMerge } from '@tabler/icons-react';
import type { Dataset } from '@tutti/contracts/datasets';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useChangeDataset } from '../../../api/datasets';
import { problemStatus } from '../../../api/problem-error';
import { DatasetFields, DatasetNameField } from '../../../components/dataset-fields';
import { Dialog } from '../../../components/dialog';
import { ProblemAlert } from '../../../components/problem-alert';
import { notifyDone } from '../../../lib/notify';
import { isPatch, patchOf, valuesOf } from './dataset-values';

/** Somebody was faster: nothing was overwritten, and the reader decides. */
const Conflict = ({ onTakeOver }: { readonly onTakeOver: () => void }) => {
  const { t } = useTranslation();
  return (
    <Alert
      role="alert"
      color="orange"
      variant="light"
      icon={<IconGitMerge />}
      title={t('datasets.about.conflictTitle')}
    >
      <Text size="sm" mb="xs">
        {t('datasets.about.conflictText')}
      </Text>
      <Button size="xs" variant="default" onClick={onTakeOver}>
        {t('datasets.about.takeOver')}
      </Button>
    </Alert>
  );
};

/** The form keeps the version that it was filled from, while the page behind it goes on living. */
export const EditDialog = ({
  dataset,
  onClose,
}: {
  readonly dataset: Dataset;
  readonly onClose: () => void;
}) => {
  const { t } = useTranslation();
  const [base, setBase] = useState(dataset);
  const [values, setValues] = useState(() => valuesOf(dataset));
  const change = useChangeDataset();
  const patch = patchOf(base, values);
  const conflict = problemStatus(change.error) === 412;
  const takeOver = (): void => {
    setBase(dataset);
    setValues(valuesOf(dataset));
    change.reset();
  };
  const submit = (event: React.SubmitEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const done = (): void => {
      notifyDone(t('datasets.about.saved', { name: values.name.trim() }));
      onClose();
    };
    change.mutateAsync({ of: base, patch }).then(done, () => undefined);
  };
  return (
    <Dialog onClose={onClose} title={t('datasets.about.editTitle')}>
      <form onSubmit={submit}>
        <Stack>
          <DatasetNameField
            value={values.name}
            error={change.error}
            onChange={(name) => setValues({ ...values, name })}
          />
          <DatasetFields values={values} onChange={(part) => setValues({ ...values, ...part })} />
          {conflict && <Conflict onTakeOver={takeOver} />}
          {change.error && !conflict && <ProblemAlert error={change.error} />}
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              {t('action.cancel')}
            </Button>
            <Button type="submit" loading={change.isPending} disabled={conflict || !isPatch(patch, values)}>
              {t('action.save')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Dialog>
  );
};
