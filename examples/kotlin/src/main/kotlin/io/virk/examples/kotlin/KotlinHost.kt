package io.virk.examples.kotlin

import io.virk.Monitor
import io.virk.MonitorListener
import io.virk.baseline.Baseline
import io.virk.event.DriftClosed
import io.virk.event.DriftOpened
import io.virk.sampling.Sampler
import io.virk.signal.Observation
import java.io.PrintStream
import java.util.Random

/** What the host's model made of one image: VIRK needs no more. */
class Answer(val camera: String, val embedding: FloatArray, val logits: FloatArray)

/** The baseline of a host that hands over its own embeddings and logits. */
fun baselineOf(answers: Sequence<Answer>): Baseline =
    Baseline.builder("line-3")
        .apply {
            sliceBy("camera")
            for (answer in answers) {
                add(
                    Observation.builder()
                        .embedding(answer.embedding)
                        .logits(answer.logits)
                        .tag("camera", answer.camera)
                        .build())
            }
        }
        .build()

/** Watches the answers; what a window takes is up to the sampler. */
fun watch(baseline: Baseline, answers: Sequence<Answer>, out: PrintStream) {
    val listener =
        object : MonitorListener {
            override fun onDriftOpened(event: DriftOpened) =
                out.println("${event.diagnosis.headline}. ${event.diagnosis.recommendedAction()}")

            override fun onDriftClosed(event: DriftClosed) = out.println(event.inWords())
        }
    Monitor.builder(baseline)
        .sampler(Sampler.every(1)) // all of these few; a service takes 1 in 100
        .fitAccepted()
        .polled()
        .listener(listener)
        .start()
        .use { monitor ->
            for (answer in answers) {
                // gives its slot back by itself if something in it throws
                monitor.observe {
                    it.embedding(answer.embedding).logits(answer.logits).tag("camera", answer.camera)
                }
                monitor.poll(16)
            }
            val judged = monitor.status().judged
            out.println("${judged.windows} windows judged, ${judged.open.size} drifts open")
        }
}

/** In the place of a model: answers of one camera, which from some image on sees something else. */
fun answers(seed: Long, count: Int, shift: Float = 0f): Sequence<Answer> {
    val random = Random(seed)
    return generateSequence {
            val embedding = FloatArray(16) { i -> random.nextGaussian().toFloat() + if (i < 4) shift else 0f }
            val logits = FloatArray(3) { c -> embedding[c] * 2 + embedding[c + 3] }
            Answer("cam-${random.nextInt(2)}", embedding, logits)
        }
        .take(count)
}

fun main() {
    val baseline = baselineOf(answers(seed = 1, count = 400))
    watch(baseline, answers(seed = 2, count = 96) + answers(seed = 3, count = 128, shift = 2f), System.out)
}
