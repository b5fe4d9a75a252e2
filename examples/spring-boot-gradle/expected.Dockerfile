FROM eclipse-temurin:17-jdk AS build
WORKDIR /app
COPY . .
RUN ./gradlew --no-daemon build -x test

FROM eclipse-temurin:17-jre
WORKDIR /app
COPY --from=build /app/build/libs/shop-0.3.1-SNAPSHOT.jar app.jar
ENV JAVA_OPTS="-Xmx256m"
EXPOSE 8080
CMD java $JAVA_OPTS -jar app.jar
