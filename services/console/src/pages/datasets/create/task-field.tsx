import { SimpleGrid, Text } from '@mantine/core';
import { datasetTask, type DatasetTask } from '@tutti/contracts/datasets';
import { useTranslation } from 'react-i18next';
import { TaskPicture } from '../../../components/label/task-picture';
import './task-field.css';

interface Props {
  readonly value: DatasetTask;
  readonly onChange: (task: DatasetTask) => void;
}

/** What is to be learnt, each in a picture and a sentence. */
export const TaskField = ({ value, onChange }: Props) => {
  const { t } = useTranslation();
  return (
    <div role="radiogroup" aria-label={t('datasets.form.task')}>
      <Text size="sm" fw={500} mb={4} aria-hidden="true">
        {t('datasets.form.task')}
      </Text>
      <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="sm">
        {datasetTask.options.map((task) => (
          <label key={task} className="task-card">
            <input
              type="radio"
              name="task"
              value={task}
              checked={task === value}
              onChange={() => onChange(task)}
            />
            <TaskPicture task={task} />
            <span>
              <Text span size="sm" fw={600} display="block">
                {t(`datasets.task.${task}`)}
              </Text>
              <Text span size="xs" c="dimmed" display="block">
                {t(`datasets.taskHint.${task}`)}
              </Text>
            </span>
          </label>
        ))}
      </SimpleGrid>
    </div>
  );
};
