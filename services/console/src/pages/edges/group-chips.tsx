import { ActionIcon, Button, Group, Tooltip } from '@mantine/core';
import { IconBookmarkPlus, IconPencil, IconTrash } from '@tabler/icons-react';
import type { DeviceGroup } from '@tutti/contracts/devices';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useDeleteGroup, useGroups } from '../../api/groups';
import { usePermissions } from '../../api/use-permissions';
import { Confirm } from '../../components/confirm';
import { useFormat } from '../../i18n/use-format';
import { written } from '../../lib/filter/filter-rows';
import { notifyDone } from '../../lib/notify';
import { EditGroup, SaveGroup } from './group-form';
import '../../components/chips.css';

const filterOf = ({ name }: DeviceGroup): string => `group==${written(name)}`;

interface Props {
  /** What is chosen, and what is shown with the words of the search. */
  readonly filter: string;
  readonly shown: string;
  /** Whether the server understands what is shown: what it does not cannot be a group. */
  readonly verdict: 'awaited' | 'understood' | 'refused';
  readonly onChange: (filter: string) => void;
}

interface DeleteProps {
  readonly group: DeviceGroup;
  readonly onDone: () => void;
  readonly onClose: () => void;
}

const DeleteGroup = ({ group, onDone, onClose }: DeleteProps) => {
  const { t } = useTranslation();
  const remove = useDeleteGroup();
  const { name } = group;
  return (
    <Confirm
      title={t('devices.groups.deleteTitle', { name })}
      text={t('devices.groups.deleteText')}
      confirm={t('devices.groups.delete')}
      dangerous
      pending={remove.isPending}
      error={remove.error}
      // Not by callbacks of `mutate`: by then the group is gone from the list, and this dialog with it.
      onConfirm={() => {
        const done = (): void => {
          notifyDone(t('devices.groups.deleted', { name }));
          onDone();
        };
        remove.mutateAsync(group).then(done, () => undefined);
      }}
      onClose={onClose}
    />
  );
};

const Tools = ({
  group,
  onChange,
}: {
  readonly group: DeviceGroup;
  readonly onChange: Props['onChange'];
}) => {
  const { t } = useTranslation();
  const [open, setOpen] = useState<'edit' | 'delete'>();
  const close = (): void => setOpen(undefined);
  return (
    <Group gap={2} wrap="nowrap">
      {(['edit', 'delete'] as const).map((tool) => {
        const ToolIcon = tool === 'edit' ? IconPencil : IconTrash;
        return (
          <Tooltip key={tool} label={t(`devices.groups.${tool}`)}>
            <ActionIcon
              variant="subtle"
              color="gray"
              aria-label={t(`devices.groups.${tool}`)}
              onClick={() => setOpen(tool)}
            >
              <ToolIcon size={16} />
            </ActionIcon>
          </Tooltip>
        );
      })}
      {open === 'edit' && (
        <EditGroup
          group={group}
          onSaved={(changed) => {
            close();
            onChange(filterOf(changed));
          }}
          onClose={close}
        />
      )}
      {open === 'delete' && <DeleteGroup group={group} onDone={() => onChange('')} onClose={close} />}
    </Group>
  );
};

const Chip = ({
  group,
  filter,
  onChange,
}: Pick<Props, 'filter' | 'onChange'> & { readonly group: DeviceGroup }) => {
  const { t } = useTranslation();
  const format = useFormat();
  const pressed = filter === filterOf(group);
  return (
    <button
      type="button"
      className="chip"
      aria-pressed={pressed}
      title={group.description ?? group.filter}
      data-group={group.name}
      onClick={() => onChange(pressed ? '' : filterOf(group))}
    >
      {group.name}
      <span className="chip-count num">
        {group.members === null ? t('devices.groups.broken') : format.number(group.members)}
      </span>
    </button>
  );
};

const SaveButton = ({ shown, verdict, onChange }: Omit<Props, 'filter'>) => {
  const { t } = useTranslation();
  const [saving, setSaving] = useState(false);
  return (
    <>
      <Button
        size="xs"
        variant="default"
        flex="none"
        disabled={verdict === 'awaited'}
        leftSection={<IconBookmarkPlus size={15} />}
        onClick={() => setSaving(true)}
      >
        {t('devices.groups.save')}
      </Button>
      {saving && (
        <SaveGroup
          filter={shown}
          onSaved={(group) => {
            setSaving(false);
            onChange(filterOf(group));
          }}
          onClose={() => setSaving(false)}
        />
      )}
    </>
  );
};

const isSavable = (shown: string, verdict: Props['verdict']): boolean =>
  shown !== '' && verdict !== 'refused';

/** Saved groups as one-click filters, with how many devices match now. */
export const GroupChips = ({ filter, shown, verdict, onChange }: Props) => {
  const { t } = useTranslation();
  const { data: groups = [] } = useGroups();
  const mayManage = usePermissions()('devices:manage');
  const chosen = groups.find((group) => filter === filterOf(group));
  const maySave = mayManage && isSavable(shown, verdict) && !chosen;
  if (groups.length === 0 && !maySave) return null;
  return (
    <Group gap="xs" className="group-chips">
      {groups.length > 0 && (
        <div className="chips" role="group" aria-label={t('devices.groups.title')}>
          {groups.map((group) => (
            <Chip key={group.id} group={group} filter={filter} onChange={onChange} />
          ))}
        </div>
      )}
      {mayManage && chosen && <Tools key={chosen.id} group={chosen} onChange={onChange} />}
      {maySave && <SaveButton shown={shown} verdict={verdict} onChange={onChange} />}
    </Group>
  );
};
