package io.virk.fleet;

import java.util.SortedSet;

/**
 * What was found in one window.
 *
 * @param scope who has moved
 * @param key of the tag that they share; "" for none
 * @param values of it
 * @param moved slices of the window
 * @param common their deviates
 * @param test the clearest
 * @param pValue of it
 */
record FleetFinding(
    FleetDrift.Scope scope,
    String key,
    SortedSet<String> values,
    int[] moved,
    double[] common,
    int test,
    double pValue) {}
