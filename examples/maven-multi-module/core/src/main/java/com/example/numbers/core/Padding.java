package com.example.numbers.core;

import org.apache.commons.lang3.StringUtils;

public final class Padding {
    private Padding() {
    }

    public static String pad(int number) {
        return StringUtils.leftPad(Integer.toString(number), 6, '0');
    }
}
