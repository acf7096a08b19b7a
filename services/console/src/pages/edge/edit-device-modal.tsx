import { Alert, Button, Group, Stack, Text } from '@mantine/core';
import { IconGitMerge } from '@tabler/icons-react';
import type { Device } from '@tutti/contracts/devices';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Dialog } from '../../components/dialog';
import { useDescribeDevice } from '../../api/device-commands';
import { problemStatus } from '../../api/problem-error';
import { DeviceFields } from '../../components/device/device-fields';
import { faultyFields, patchOf, valuesOf } from '../../components/device/device-values';
import { ProblemAlert } from '../../components/problem-alert';
import { notifyDone } from '../../lib/notify';

/** Somebody was faster: nothing was overwritten, and the reader decides. */
const Conflict = ({ onTakeOver }: { readonly onTakeOver: () => void }) => {
  const { t } = useTranslation();
  return (
    <Alert
      role="alert"
      color="orange"
      variant="light"
      icon={<IconGitMerge />}
      title={t('edge.edit.conflictTitle')}
    >
      <Text size="sm" mb="xs">
        {t('edge.edit.conflictText')}
      </Text>
      <Button size="xs" variant="default" onClick={onTakeOver}>
        {t('edge.edit.takeOver')}
      </Button>
    </Alert>
  );
};

/** The form keeps the version that it was filled from, while the page behind it goes on living. */
export const EditDeviceModal = ({
  device,
  onClose,
}: {
  readonly device: Device;
  readonly onClose: () => void;
}) => {
  const { t } = useTranslation();
  const [base, setBase] = useState(device);
  const [values, setValues] = useState(() => valuesOf(device));
  const describe = useDescribeDevice();
  const patch = patchOf(valuesOf(base), values);
  const conflict = problemStatus(describe.error) === 412;
  const takeOver = (): void => {
    setBase(device);
    setValues(valuesOf(device));
    describe.reset();
  };
  const submit = (event: React.SubmitEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const onSuccess = (): void => {
      notifyDone(t('edge.edit.done', { name: values.name.trim() }));
      onClose();
    };
    describe.mutate({ id: base.id, version: base.version, patch }, { onSuccess });
  };
  return (
    <Dialog onClose={onClose} title={t('edge.edit.title')} size="lg">
      <form onSubmit={submit}>
        <Stack>
          <DeviceFields values={values} onChange={setValues} error={describe.error} />
          {conflict && <Conflict onTakeOver={takeOver} />}
          {describe.error && !conflict && <ProblemAlert error={describe.error} />}
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              {t('action.cancel')}
            </Button>
            <Button
              type="submit"
              loading={describe.isPending}
              disabled={conflict || Object.keys(patch).length === 0 || faultyFields(values).length > 0}
            >
              {t('action.save')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Dialog>
  );
};
