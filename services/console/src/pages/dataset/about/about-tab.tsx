import { Text } from '@mantine/core';
import { useShownDataset } from '../use-shown-dataset';

/** What is known of the dataset, and what can be done to it as a whole. */
export const AboutTab = () => <Text>{useShownDataset().dataset.description}</Text>;
