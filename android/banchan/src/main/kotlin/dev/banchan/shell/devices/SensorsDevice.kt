// What the phone feels -> the core, in its units, for as long as the core waits. It must not keep a reading, nor listen for nobody.

package dev.banchan.shell.devices

import android.content.Context
import android.hardware.Sensor
import android.hardware.SensorEvent
import android.hardware.SensorEventListener
import android.hardware.SensorManager
import dev.banchan.core.MiniCall
import dev.banchan.core.MiniHostException
import dev.banchan.core.MiniReport
import dev.banchan.core.MiniSensorKind
import dev.banchan.core.MiniSensorsHost
import dev.banchan.shell.Main
import dev.banchan.shell.Shell
import kotlinx.coroutines.awaitCancellation

/** By Android's number, from 0 on. */
private val ACCURACY = listOf("unreliable", "low", "medium", "high")

class SensorsDevice(private val shell: Shell) : MiniSensorsHost {
    private val manager = shell.app.getSystemService(Context.SENSOR_SERVICE) as SensorManager

    override suspend fun watchSensor(call: MiniCall, kind: MiniSensorKind, intervalMs: UInt) {
        val sensor = sensor(kind) ?: throw MiniHostException.Unsupported()
        val teller = object : SensorEventListener {
            override fun onSensorChanged(event: SensorEvent) {
                shell.coreNow?.report(call.id, reading(kind, event))
            }

            override fun onAccuracyChanged(sensor: Sensor, accuracy: Int) = Unit
        }
        try {
            if (!manager.registerListener(teller, sensor, intervalMs.toInt() * 1000, Main.handler)) throw MiniHostException.Unsupported()
            awaitCancellation()
        } finally {
            manager.unregisterListener(teller)
        }
    }

    private fun sensor(kind: MiniSensorKind): Sensor? = when (kind) {
        MiniSensorKind.ACCELEROMETER -> manager.getDefaultSensor(Sensor.TYPE_ACCELEROMETER)
        MiniSensorKind.GYROSCOPE -> manager.getDefaultSensor(Sensor.TYPE_GYROSCOPE)
        MiniSensorKind.COMPASS -> manager.getDefaultSensor(Sensor.TYPE_ROTATION_VECTOR)
        // A phone that can't tell where north is still knows how it is held.
        MiniSensorKind.MOTION -> manager.getDefaultSensor(Sensor.TYPE_ROTATION_VECTOR) ?: manager.getDefaultSensor(Sensor.TYPE_GAME_ROTATION_VECTOR)
    }

    private fun reading(kind: MiniSensorKind, event: SensorEvent): MiniReport {
        val (x, y, z) = event.values.map { it.toDouble() }
        // Android tells what holds the phone up, the core what pulls it down.
        val pull = -SensorManager.GRAVITY_EARTH.toDouble()
        return when (kind) {
            MiniSensorKind.ACCELEROMETER -> MiniReport.Reading(x / pull, y / pull, z / pull, "")
            MiniSensorKind.GYROSCOPE -> MiniReport.Reading(x, y, z, "")
            MiniSensorKind.MOTION -> held(event).let { (north, pitch, roll) -> MiniReport.Reading(-north, -pitch, roll, "") }
            MiniSensorKind.COMPASS -> MiniReport.Reading(held(event)[0], 0.0, 0.0, ACCURACY.getOrElse(event.accuracy) { ACCURACY[0] })
        }
    }

    /** Degrees from north, of pitch and of roll. */
    private fun held(event: SensorEvent): List<Double> {
        val (turned, angles) = FloatArray(9) to FloatArray(3)
        SensorManager.getRotationMatrixFromVector(turned, event.values)
        return SensorManager.getOrientation(turned, angles).map { Math.toDegrees(it.toDouble()) }
    }
}
