package io.virk.label.internal;

import io.virk.label.Labelled;
import io.virk.label.ToLabel;

/**
 * A label that no study has seen yet.
 *
 * @param number of the label
 * @param labelled with its prediction
 * @param again whether a label of its observation counted before
 * @param inDrift whether a drift was open where and when it was observed
 * @param challenger class that the other model named; negative for none
 * @param why a plan chose it; null if none did
 */
record Fresh(
    long number,
    Labelled labelled,
    boolean again,
    boolean inDrift,
    int challenger,
    ToLabel.Why why) {}
