package com.example.sums;

public final class Sums {
    private Sums() {}

    public static void main(String[] arguments) {
        long sum = 0;
        for (String argument : arguments) {
            sum += Long.parseLong(argument);
        }
        System.out.println(System.getProperty("prefix") + " " + sum + System.getProperty("suffix", ""));
    }
}
