import { Button, Paper, Stack } from '@mantine/core';
import { IconUserPlus } from '@tabler/icons-react';
import type { Enrolment } from '@tutti/contracts/devices';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useEnrolments } from '../../api/enrolments';
import { EmptyState } from '../../components/empty-state';
import { Loaded } from '../../components/loaded';
import { PageHeader } from '../../components/page-header';
import { RowsSkeleton } from '../../components/rows-skeleton';
import { AcceptModal } from './accept-modal';
import { RejectModal } from './reject-modal';
import { RequestCard } from './request-card';

const NoRequests = () => {
  const { t } = useTranslation();
  return (
    <Paper withBorder radius="lg">
      <EmptyState
        icon={<IconUserPlus size={24} />}
        title={t('requests.empty')}
        text={t('requests.emptyText')}
      >
        <Button component={Link} to="/tokens" variant="default" mt="sm">
          {t('requests.emptyToken')}
        </Button>
      </EmptyState>
    </Paper>
  );
};

interface ListProps {
  readonly requests: readonly Enrolment[];
  readonly onAnswer: (to: Enrolment, accept: boolean) => void;
}

const RequestList = ({ requests, onAnswer }: ListProps) => (
  <Stack gap="md" component="ul" p={0} m={0} style={{ listStyle: 'none' }}>
    {requests.map((request) => (
      <li key={request.id}>
        <RequestCard request={request} onAnswer={(accept) => onAnswer(request, accept)} />
      </li>
    ))}
  </Stack>
);

/** Devices that wait for a person's answer. */
export const RequestsPage = () => {
  const { t } = useTranslation();
  const query = useEnrolments();
  const [answering, setAnswering] = useState<{ readonly to: Enrolment; readonly accept: boolean }>();
  const close = (): void => setAnswering(undefined);
  const Answer = answering?.accept === true ? AcceptModal : RejectModal;
  return (
    <>
      <PageHeader title={t('requests.title')} text={t('requests.text')} />
      <Loaded query={query} skeleton={<RowsSkeleton rows={2} height={160} />}>
        {(requests) =>
          requests.length === 0 ? (
            <NoRequests />
          ) : (
            <RequestList requests={requests} onAnswer={(to, accept) => setAnswering({ to, accept })} />
          )
        }
      </Loaded>
      {answering && <Answer request={answering.to} onClose={close} />}
    </>
  );
};
