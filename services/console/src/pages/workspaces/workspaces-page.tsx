import { Button, Text } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { usePermissions } from '../../api/use-permissions';
import { useWorkspaces } from '../../api/workspaces';
import { FirstSteps } from '../../components/first-steps';
import { Loaded } from '../../components/loaded';
import { PageHeader } from '../../components/page-header';
import { RowsSkeleton } from '../../components/rows-skeleton';
import { AddWorkspace } from './key-dialogs';
import { WorkspaceTable } from './workspace-table';

const steps = ['add', 'set', 'see'] as const;

const FirstWorkspace = ({ mayManage }: { readonly mayManage: boolean }) => {
  const { t } = useTranslation();
  return (
    <FirstSteps
      title={t('workspaces.first.title')}
      text={t('workspaces.first.text')}
      label={t('workspaces.first.label')}
      steps={steps.map((step) => ({
        title: t(`workspaces.first.${step}.title`),
        text: t(`workspaces.first.${step}.text`),
      }))}
    >
      {!mayManage && <Text size="sm">{t('workspaces.first.ask')}</Text>}
    </FirstSteps>
  );
};

/** Other installations and how their newest days were. */
export const WorkspacesPage = () => {
  const { t } = useTranslation();
  const mayManage = usePermissions()('summaries:manage');
  const query = useWorkspaces();
  const [adding, setAdding] = useState(false);
  return (
    <>
      <PageHeader
        title={t('workspaces.title')}
        text={t('workspaces.text')}
        actions={
          mayManage && (
            <Button leftSection={<IconPlus size={16} aria-hidden="true" />} onClick={() => setAdding(true)}>
              {t('workspaces.add.open')}
            </Button>
          )
        }
      />
      <Loaded query={query} skeleton={<RowsSkeleton rows={3} height={56} />}>
        {(workspaces) =>
          workspaces.length === 0 ? (
            <FirstWorkspace mayManage={mayManage} />
          ) : (
            <WorkspaceTable workspaces={workspaces} />
          )
        }
      </Loaded>
      {adding && <AddWorkspace onClose={() => setAdding(false)} />}
    </>
  );
};
