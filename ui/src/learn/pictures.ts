import type { Component } from 'svelte';
import type { PartName } from './lessons';
import FewPixels from './pictures/FewPixels.svelte';
import FileNotPerson from './pictures/FileNotPerson.svelte';
import Grid from './pictures/Grid.svelte';
import Kinds from './pictures/Kinds.svelte';
import Mirrors from './pictures/Mirrors.svelte';
import Missed from './pictures/Missed.svelte';
import Rare from './pictures/Rare.svelte';
import Saving from './pictures/Saving.svelte';
import Way from './pictures/Way.svelte';
import Whole from './pictures/Whole.svelte';

/** The drawings, without words: what they show stands in the caption of the part. */
export const pictures: Partial<Record<PartName, Component>> = {
  'eyes.mirrors': Mirrors,
  'eyes.small': FewPixels,
  'compression.saving': Saving,
  'compression.way': Way,
  'compression.grid': Grid,
  'labels.kinds': Kinds,
  'detectors.miss': Missed,
  'detectors.whole': Whole,
  'baseRates.rare': Rare,
  'people.file': FileNotPerson,
  'bestFile.order': Way,
};
