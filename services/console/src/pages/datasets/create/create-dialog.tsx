import { Button, Group, Stack } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { useCreateDataset } from '../../../api/datasets';
import { DatasetFields, DatasetNameField } from '../../../components/dataset-fields';
import { Dialog } from '../../../components/dialog';
import { ProblemAlert } from '../../../components/problem-alert';
import { notifyDone } from '../../../lib/notify';
import { ClassesField } from './classes-field';
import { creationOf, emptyDataset, isComplete, type DatasetDraft } from './dataset-draft';
import { TaskField } from './task-field';

/** Creates a dataset and goes to its page, where the next steps are. */
export const CreateDialog = ({ onClose }: { readonly onClose: () => void }) => {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const [draft, setDraft] = useState(emptyDataset);
  const create = useCreateDataset();
  const change = (part: Partial<DatasetDraft>): void => setDraft({ ...draft, ...part });
  const submit = (event: React.SubmitEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const done = ({ id, name }: { readonly id: string; readonly name: string }): void => {
      notifyDone(t('datasets.form.done', { name }));
      void navigate(`/datasets/${id}`);
    };
    create.mutateAsync(creationOf(draft)).then(done, () => undefined);
  };
  return (
    <Dialog onClose={onClose} title={t('datasets.form.title')} size="lg" closeOnClickOutside={false}>
      <form onSubmit={submit} autoComplete="off">
        <Stack>
          <DatasetNameField value={draft.name} error={create.error} onChange={(name) => change({ name })} />
          <TaskField value={draft.task} onChange={(task) => change({ task })} />
          <ClassesField draft={draft} onChange={change} />
          <DatasetFields values={draft} onChange={change} />
          {create.error && <ProblemAlert error={create.error} />}
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              {t('action.cancel')}
            </Button>
            <Button type="submit" loading={create.isPending} disabled={!isComplete(draft)}>
              {t('action.create')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Dialog>
  );
};
