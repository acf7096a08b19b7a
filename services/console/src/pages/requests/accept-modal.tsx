import { Button, Checkbox, Group, Paper, Stack, Text } from '@mantine/core';
import type { Enrolment } from '@tutti/contracts/devices';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Dialog } from '../../components/dialog';
import { useAcceptEnrolment, type Acceptance } from '../../api/enrolments';
import { DeviceFields } from '../../components/device/device-fields';
import {
  faultyFields,
  locationOf,
  namedValues,
  type DeviceValues,
} from '../../components/device/device-values';
import { Fingerprint } from '../../components/fingerprint';
import { ProblemAlert } from '../../components/problem-alert';
import { notifyDone } from '../../lib/notify';
import { textToTags } from '../../lib/tag-text';
import { NewKeyWarning } from './new-key-warning';
import { useKnownName } from './use-known-name';

const acceptanceOf = (values: DeviceValues): Acceptance => {
  const location = locationOf(values);
  return {
    name: values.name.trim(),
    ...(values.tags.length === 0 ? {} : { tags: textToTags(values.tags) }),
    ...(values.description.trim() === '' ? {} : { description: values.description.trim() }),
    ...(values.site.trim() === '' ? {} : { site: values.site.trim() }),
    ...(location ? { location } : {}),
  };
};

const Compare = ({ fingerprint }: { readonly fingerprint: string }) => {
  const { t } = useTranslation();
  return (
    <Paper withBorder p="md" bg="var(--tutti-hover)">
      <Text size="sm" c="dimmed" mb={4}>
        {t('requests.fingerprint')}
      </Text>
      <Fingerprint value={fingerprint} size={18} />
      <Text size="sm" mt="xs">
        {t('requests.acceptCompare')}
      </Text>
    </Paper>
  );
};

/** Names the device and lets it in. */
export const AcceptModal = ({
  request,
  onClose,
}: {
  readonly request: Enrolment;
  readonly onClose: () => void;
}) => {
  const { t } = useTranslation();
  const knownName = useKnownName(request);
  const [values, setValues] = useState(() => namedValues(knownName ?? request.serial));
  const [understood, setUnderstood] = useState(request.kind === 'new');
  const accept = useAcceptEnrolment();
  const submit = (event: React.SubmitEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const as = acceptanceOf(values);
    const onSuccess = (): void => {
      notifyDone(t('requests.acceptDone', { name: as.name }));
      onClose();
    };
    accept.mutate({ enrolment: request, as }, { onSuccess });
  };
  return (
    <Dialog onClose={onClose} title={t('requests.acceptTitle', { serial: request.serial })} size="lg">
      <form onSubmit={submit}>
        <Stack>
          {request.kind === 'new-key' && <NewKeyWarning />}
          <Compare fingerprint={request.keyFingerprint} />
          <DeviceFields values={values} onChange={setValues} error={accept.error} />
          {request.kind === 'new-key' && (
            <Checkbox
              label={t('requests.acceptNewKey')}
              checked={understood}
              onChange={(event) => setUnderstood(event.currentTarget.checked)}
            />
          )}
          {accept.error && <ProblemAlert error={accept.error} />}
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              {t('action.cancel')}
            </Button>
            <Button
              type="submit"
              loading={accept.isPending}
              disabled={!understood || faultyFields(values).length > 0}
            >
              {t('requests.accept')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Dialog>
  );
};
