import { Button, Group, Stack, Textarea, TextInput } from '@mantine/core';
import type { DeviceGroup } from '@tutti/contracts/devices';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useDefineGroup, useRedefineGroup } from '../../api/groups';
import { Dialog } from '../../components/dialog';
import { ProblemAlert } from '../../components/problem-alert';
import { notifyDone } from '../../lib/notify';
import { FilterFault, filterFault } from '../../components/filter/filter-fault';

interface Values {
  readonly name: string;
  readonly description: string;
  readonly filter: string;
}

interface FormProps {
  readonly title: string;
  readonly first: Values;
  readonly error: unknown;
  readonly pending: boolean;
  readonly onSubmit: (values: Values) => void;
  readonly onClose: () => void;
}

const Refusal = ({ error, filter }: { readonly error: unknown; readonly filter: string }) => {
  const fault = filterFault(error);
  return fault ? <FilterFault error={fault} filter={filter} beside="" /> : <ProblemAlert error={error} />;
};

const GroupForm = ({ title, first, error, pending, onSubmit, onClose }: FormProps) => {
  const { t } = useTranslation();
  const [values, setValues] = useState(first);
  const set = (change: Partial<Values>): void => setValues({ ...values, ...change });
  return (
    <Dialog title={title} onClose={onClose}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          onSubmit({
            name: values.name.trim(),
            description: values.description.trim(),
            filter: values.filter.trim(),
          });
        }}
      >
        <Stack>
          <TextInput
            label={t('devices.groups.name')}
            required
            maxLength={64}
            data-autofocus
            value={values.name}
            onChange={(event) => set({ name: event.currentTarget.value })}
          />
          <TextInput
            label={t('devices.groups.description')}
            placeholder={t('field.optional')}
            maxLength={256}
            value={values.description}
            onChange={(event) => set({ description: event.currentTarget.value })}
          />
          <Textarea
            label={t('devices.list.filter')}
            required
            maxLength={2000}
            autosize
            minRows={2}
            classNames={{ input: 'mono' }}
            spellCheck={false}
            value={values.filter}
            onChange={(event) => set({ filter: event.currentTarget.value })}
          />
          {error !== null && <Refusal error={error} filter={values.filter} />}
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              {t('action.cancel')}
            </Button>
            <Button type="submit" loading={pending}>
              {t('action.save')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Dialog>
  );
};

interface SaveProps {
  readonly filter: string;
  readonly onSaved: (group: DeviceGroup) => void;
  readonly onClose: () => void;
}

/** Gives the filter a name. */
export const SaveGroup = ({ filter, onSaved, onClose }: SaveProps) => {
  const { t } = useTranslation();
  const define = useDefineGroup();
  const onSuccess = (group: DeviceGroup): void => {
    notifyDone(t('devices.groups.saved', { name: group.name }));
    onSaved(group);
  };
  return (
    <GroupForm
      title={t('devices.groups.save')}
      first={{ name: '', description: '', filter }}
      error={define.error}
      pending={define.isPending}
      onSubmit={({ description, ...group }) => {
        const wanted = description === '' ? group : { ...group, description };
        define.mutateAsync(wanted).then(onSuccess, () => undefined);
      }}
      onClose={onClose}
    />
  );
};

interface EditProps {
  readonly group: DeviceGroup;
  readonly onSaved: (group: DeviceGroup) => void;
  readonly onClose: () => void;
}

export const EditGroup = ({ group, onSaved, onClose }: EditProps) => {
  const { t } = useTranslation();
  const [base] = useState(group);
  const redefine = useRedefineGroup();
  const onSuccess = (changed: DeviceGroup): void => {
    notifyDone(t('devices.groups.saved', { name: changed.name }));
    onSaved(changed);
  };
  return (
    <GroupForm
      title={t('devices.groups.edit')}
      first={{ name: base.name, description: base.description ?? '', filter: base.filter }}
      error={redefine.error}
      pending={redefine.isPending}
      // Not by callbacks of `mutate`: a renamed group is no longer the chosen one, and this form is gone by then.
      onSubmit={({ description, ...rest }) => {
        const patch = { ...rest, description: description === '' ? null : description };
        redefine.mutateAsync({ group: base, patch }).then(onSuccess, () => undefined);
      }}
      onClose={onClose}
    />
  );
};
