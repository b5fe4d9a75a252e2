package com.example.converter

import com.github.ajalt.clikt.core.CliktCommand
import com.github.ajalt.clikt.parameters.arguments.argument
import com.github.ajalt.clikt.parameters.types.double

class Converter : CliktCommand(help = "Converts miles to kilometres") {
    private val miles by argument().double()

    override fun run() {
        echo(miles * 1.609344)
    }
}

fun main(args: Array<String>) = Converter().main(args)
