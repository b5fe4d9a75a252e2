console.log(`runs in ${process.env.PLACE ?? "no place"}`);
