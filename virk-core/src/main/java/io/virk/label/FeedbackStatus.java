package io.virk.label;

/**
 * How labels and observations find each other.
 *
 * @param remembered observations that labels find, those that have one among them
 * @param room for so many
 * @param evicted observations that were forgotten, for newer ones took their place
 * @param withoutId observations that no label can find, for the host gave them no id
 * @param idsAgain observations whose id one before had: labels find the newer
 * @param labels that are kept
 * @param labelsRoom for so many
 * @param labelsGivenUp labels that made room for newer ones
 * @param outcomes what labels met so far
 * @param waiting labels among the unknown whose observation may still come, at most 1,024
 * @param memory bytes held, about
 * @param studied what was found out by labels
 */
public record FeedbackStatus(
    int remembered,
    int room,
    long evicted,
    long withoutId,
    long idsAgain,
    int labels,
    int labelsRoom,
    long labelsGivenUp,
    Feedback.Outcomes outcomes,
    int waiting,
    long memory,
    Studied studied) {}
