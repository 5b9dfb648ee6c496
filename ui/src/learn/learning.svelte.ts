import type { Topic } from './lessons';

/** Where the lessons were opened. */
export interface Place {
  topic: Topic;
  part: string | null;
}

let place = $state.raw<Place | null>(null);

/** What is being read; null while the lessons are closed. */
export function learning(): Place | null {
  return place;
}

/** Opens the lessons at a topic, from anywhere on the page. */
export function learn(topic: Topic, part: string | null = null): void {
  place = { topic, part };
}

export function stopLearning(): void {
  place = null;
}
