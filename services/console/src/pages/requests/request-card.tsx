import { Button, Group, Paper, SimpleGrid, Stack, Text, Title } from '@mantine/core';
import type { Enrolment } from '@tutti/contracts/devices';
import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import { Facts } from '../../components/facts';
import { Fingerprint } from '../../components/fingerprint';
import { TimeAgo } from '../../components/time-ago';
import { useFormat } from '../../i18n/use-format';
import { NewKeyWarning } from './new-key-warning';
import { useKnownName } from './use-known-name';

const useHardwareText = (): ((hardware: Enrolment['hardware']) => string) => {
  const { t } = useTranslation();
  const format = useFormat();
  return ({ model, arch, cpu, cores, memoryBytes, gpu }) =>
    [model, cpu, t('edge.facts.cores', { count: cores }), arch, format.bytes(memoryBytes), gpu]
      .filter((part) => part !== undefined && part !== '')
      .join(' · ');
};

interface Props {
  readonly request: Enrolment;
  readonly onAnswer: (accept: boolean) => void;
}

/** One request with all that helps to decide. */
export const RequestCard = ({ request, onAnswer }: Props) => {
  const { t } = useTranslation();
  const id = useId();
  const hardwareText = useHardwareText();
  const knownName = useKnownName(request);
  return (
    <Paper component="article" withBorder radius="lg" p="lg" aria-labelledby={id}>
      <Stack>
        {request.kind === 'new-key' && <NewKeyWarning />}
        <Group justify="space-between" align="flex-start">
          <div>
            <Title order={2} id={id} className="wrap-anywhere">
              {request.serial}
            </Title>
            <Text size="sm" c="dimmed" component="div">
              {t(`requests.kind.${request.kind}`)} · {t('requests.asked')}{' '}
              <TimeAgo at={request.requestedAt} />
            </Text>
          </div>
          <Group gap="xs">
            <Button variant="default" onClick={() => onAnswer(false)} aria-describedby={id}>
              {t('requests.reject')}
            </Button>
            <Button onClick={() => onAnswer(true)} aria-describedby={id}>
              {t('requests.accept')}
            </Button>
          </Group>
        </Group>
        <SimpleGrid cols={{ base: 1, md: 2 }} spacing="lg">
          <div>
            <Text size="sm" c="dimmed" mb={4}>
              {t('requests.fingerprint')}
            </Text>
            <Fingerprint value={request.keyFingerprint} size={18} />
          </div>
          <Facts
            facts={[
              [t('requests.knownAs'), knownName !== request.serial && knownName],
              [t('requests.hardware'), hardwareText(request.hardware)],
              [t('requests.system'), `${request.os.name} ${request.os.release}`],
              [t('requests.agent'), request.agentVersion],
              [t('requests.note'), request.note],
              ['', request.enrolmentTokenId === null ? null : t('requests.withToken')],
            ]}
          />
        </SimpleGrid>
      </Stack>
    </Paper>
  );
};
