export const datasets = {
  title: 'Datasets',
  back: 'All datasets',
  notFound: 'There is no such dataset',
  tabs: {
    label: 'Views of the dataset',
    pictures: 'Pictures',
    classes: 'Classes',
    versions: 'Versions',
    imports: 'Imports',
    about: 'History and settings',
  },
} as const;
